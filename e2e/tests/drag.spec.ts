// Taken in the hand: between folders and rooms, and whole folders from the desktop.
import type { Locator, Page } from '@playwright/test';
import { act, row, uploadText } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

/** Drags with a real mouse, step by step, as a hand does; waits where it must. */
async function carry(page: Page, from: Locator, stops: (() => Promise<Locator>)[]): Promise<void> {
  const start = await from.boundingBox();
  if (!start) throw new Error('nothing to take');
  await page.mouse.move(start.x + 8, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 30, start.y + start.height / 2 + 12, { steps: 4 });
  for (const stop of stops) {
    const box = await (await stop()).boundingBox();
    if (!box) throw new Error('nowhere to go');
    await page.mouse.move(box.x + Math.min(60, box.width / 2), box.y + box.height / 2, { steps: 6 });
  }
  await page.mouse.up();
}

test('entries move to a folder of the list, and up again by the path', async ({ page, api }) => {
  const room = await api.room('Hands');
  await api.call('POST', `files/folder/${room}`, { title: 'Inbox' });
  await page.goto(`/rooms/${room}?sort=AZ&desc=false`);
  await uploadText(page, { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' });
  await row(page, 'a.txt').getByText('a.txt').click();
  await row(page, 'b.txt').getByText('b.txt').click({ modifiers: ['ControlOrMeta'] });
  await carry(page, row(page, 'b.txt').getByText('b.txt'), [async () => row(page, 'Inbox')]);
  await expect(page.getByText('moved to “Inbox”')).toBeVisible();
  await expect(row(page, 'a.txt')).toBeHidden();
  await expect(row(page, 'c.txt')).toBeVisible();

  await row(page, 'Inbox').dblclick();
  await expect(row(page, 'b.txt')).toBeVisible();
  await carry(page, row(page, 'a.txt').getByText('a.txt'), [
    async () => page.getByRole('navigation', { name: 'Path' }).getByText('Hands'),
  ]);
  await expect(page.getByText('moved to “Hands”')).toBeVisible();
  await expect(row(page, 'a.txt')).toBeHidden();
  await expect(row(page, 'b.txt')).toBeVisible();
});

test('an entry is carried over the navigation into another room', async ({ page, api }) => {
  const from = await api.room('Port');
  await api.room('Harbour');
  await page.goto(`/rooms/${from}`);
  await uploadText(page, { 'cargo.txt': 'tea' });
  await carry(page, row(page, 'cargo.txt').getByText('cargo.txt'), [
    async () => page.getByRole('link', { name: 'Rooms' }).first(),
    async () => {
      await expect(page.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible();
      return page.getByRole('gridcell').filter({ hasText: 'Harbour' });
    },
  ]);
  await expect(page.getByText('moved to “Harbour”')).toBeVisible();
  await page.goto(`/rooms/${from}`);
  await expect(page.getByRole('heading', { name: 'Nothing in here yet' })).toBeVisible();
  await check(page, 'empty room');
});

test('a data room is put in order by hand, and by keys', async ({ page, api }) => {
  const id = await api.dataRoom('Dossier', ['alpha.txt', 'beta.txt', 'gamma.txt']);
  await api.call('PUT', `files/rooms/${id}/reorder`);
  await page.goto(`/rooms/${id}`);
  const titles = page.getByRole('row').getByText(/^(alpha|beta|gamma)\.txt$/);
  await expect(titles).toHaveCount(3);
  const [first = '', second = '', third = ''] = await titles.allInnerTexts();

  const start = await row(page, third).getByText(third).boundingBox();
  const over = await row(page, first).boundingBox();
  if (!start || !over) throw new Error('nothing to take');
  await page.mouse.move(start.x + 8, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 30, start.y - 10, { steps: 4 });
  await page.mouse.move(over.x + 200, over.y + 8, { steps: 6 });
  // Where the hand rests.
  await page.mouse.move(over.x + 202, over.y + 6);
  await expect(row(page, first)).toHaveAttribute('data-drop', 'before');
  await page.mouse.up();
  await expect.poll(() => titles.allInnerTexts()).toEqual([third, first, second]);
  await page.reload();
  await expect.poll(() => titles.allInnerTexts()).toEqual([third, first, second]);

  await row(page, third).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => titles.allInnerTexts()).toEqual([first, third, second]);
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => titles.allInnerTexts()).toEqual([first, second, third]);
  await expect(row(page, third)).toBeFocused();
});

test('a copy is undone, and what was copied stays', async ({ page, api }) => {
  const room = await api.room('Copies');
  await api.call('POST', `files/folder/${room}`, { title: 'Drawer' });
  await api.call('POST', `files/${room}/text`, { title: 'letter.txt', content: 'Dear' });
  await page.goto(`/rooms/${room}`);
  await row(page, 'letter.txt').getByText('letter.txt').click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: 'Copy to' })).toContainText('C');
  await page.keyboard.press('Escape');
  await row(page, 'letter.txt').focus();
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Copies' }).click();
  await dialog.getByRole('button', { name: 'Drawer' }).click();
  await dialog.getByRole('button', { name: 'Copy to “Drawer”' }).click();
  await page.getByRole('alert').filter({ hasText: 'copied to “Drawer”' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('The copy of “letter.txt” is gone again')).toBeVisible();
  await expect(row(page, 'letter.txt')).toBeVisible();
  await row(page, 'Drawer').dblclick();
  await expect(page.getByRole('heading', { name: 'Nothing in here yet' })).toBeVisible();
  await page.goBack();
  await act(page, 'letter.txt', 'Duplicate');
  await expect(page.getByRole('row').filter({ hasText: /^(?=.*letter).*/ })).toHaveCount(2);
  await page.getByRole('alert').filter({ hasText: 'duplicated' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'letter' })).toHaveCount(1);
});
