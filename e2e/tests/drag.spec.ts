// Taken in the hand: between folders and rooms, and whole folders from the desktop.
import type { Locator, Page } from '@playwright/test';
import { row, uploadText } from '../support/actions.ts';
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
