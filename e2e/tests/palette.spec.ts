// Anywhere in a few keys: places, rooms, files, and what one does most.
import { act, row } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

test('the palette finds rooms and files, and begins a new room', async ({ page, api }) => {
  const room = await api.room('Lighthouse');
  await api.call('POST', `files/${room}/text`, { title: 'lamp.txt', content: 'Bright' });
  const own = await api.call<{ folders?: unknown; current: { id: number } }>('GET', 'files/@my');
  const { id: drawer } = await api.call<{ id: number }>('POST', `files/folder/${own.current.id}`, { title: 'Drawer' });
  await api.call('POST', `files/${drawer}/text`, { title: 'beacon log.txt', content: 'Bright' });
  await page.goto('/trash');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  const field = page.getByPlaceholder('Where to?');
  await field.fill('light');
  await expect(page.getByRole('button', { name: /Lighthouse/ })).toBeVisible();
  await check(page, 'palette');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/rooms/${room}$`));
  // What was found is no list of entries: lists change at once as before.
  await act(page, 'lamp.txt', 'Delete');
  await expect(page.getByText('“lamp.txt” is in the trash')).toBeVisible();
  await expect(row(page, 'lamp.txt')).toBeHidden();

  await page.keyboard.press('Control+k');
  await field.fill('beacon');
  await page.getByRole('button', { name: /beacon log\.txt/ }).click();
  await expect(page.getByRole('dialog', { name: 'beacon log.txt' })).toContainText('Bright');
  await page.goto('/rooms');
  await expect(page.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await field.fill('New room');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'What kind of room?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/rooms$/);
});

test('a question mark tells all the keys', async ({ page }) => {
  await page.goto('/rooms');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toContainText('Choose all');
  await check(page, 'keys');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('searchbox').fill('what?');
  await expect(dialog).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' });

  test('the palette is opened and used by thumb', async ({ page, api }) => {
    const room = await api.room('Pocket light');
    await page.goto('/trash');
    await page.getByRole('button', { name: 'Search and go to' }).first().tap();
    await page.getByPlaceholder('Where to?').fill('pocket');
    const found = page.getByRole('button', { name: /Pocket light/ });
    await expect(found).toBeVisible();
    await check(page, 'palette');
    await found.tap();
    await expect(page).toHaveURL(new RegExp(`/rooms/${room}$`));
  });
});
