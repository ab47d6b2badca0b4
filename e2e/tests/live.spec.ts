// Two browsers side by side: what one does, the other sees without reloading.
import type { Browser, Page } from '@playwright/test';
import { act, makeRoom, row, uploadText } from '../support/actions.ts';
import { expect, PHONE, test } from '../support/test.ts';

/** What somebody else did is seen within this time. */
const SOON = { timeout: 1000 };

/** A second browser of the same person, that hears what happens. */
async function another(browser: Browser, page: Page, url: string, options = {}): Promise<Page> {
  const storageState = await page.context().storageState();
  const context = await browser.newContext({ storageState, locale: 'en-US', ...options });
  const other = await context.newPage();
  const joined = other.waitForEvent('websocket').then((socket) =>
    // The server's word on the rooms that were asked for.
    socket.waitForEvent('framereceived', ({ payload }) => /^43\d+\[/.test(String(payload))),
  );
  await other.goto(url);
  await joined;
  return other;
}

test('uploads, new names and deletions appear in the other browser', async ({ page, browser }) => {
  await makeRoom(page, 'Side by side');
  await uploadText(page, { 'first.txt': 'one' });
  const other = await another(browser, page, page.url());
  await expect(row(other, 'first.txt')).toBeVisible();

  await uploadText(page, { 'second.txt': 'two' });
  await expect(row(other, 'second.txt')).toBeVisible(SOON);

  await act(page, 'second.txt', 'Rename');
  await page.getByLabel('New name for second.txt').fill('third.txt');
  await page.keyboard.press('Enter');
  await expect(row(page, 'third.txt')).toBeVisible();
  await expect(row(other, 'third.txt')).toBeVisible(SOON);
  await expect(row(other, 'second.txt')).toBeHidden();

  await act(page, 'third.txt', 'Delete');
  await expect(page.getByText('is in the trash').first()).toBeVisible();
  await expect(row(other, 'third.txt')).toBeHidden(SOON);
  await expect(row(other, 'first.txt')).toBeVisible();
  await other.context().close();
});

test('rooms and their counters appear in the other browser', async ({ page, browser, server }) => {
  const other = await another(browser, page, `${server.url}/rooms`);
  await makeRoom(page, 'Counted');
  const card = other.getByRole('gridcell').filter({ hasText: 'Counted' });
  await expect(card).toBeVisible(SOON);
  await uploadText(page, { 'one.txt': '1', 'two.txt': '2' });
  // Counters are told once a second.
  await expect(card.getByText('2 files')).toBeVisible({ timeout: 2500 });
  await other.context().close();
});

test('a phone hears it, too', async ({ page, browser }) => {
  await makeRoom(page, 'On the way');
  const other = await another(browser, page, page.url(), PHONE);
  await uploadText(page, { 'ticket.txt': 'one' });
  await expect(row(other, 'ticket.txt')).toBeVisible(SOON);
  await act(other, 'ticket.txt', 'Delete');
  await expect(row(page, 'ticket.txt')).toBeHidden();
  await other.getByRole('alert').filter({ hasText: 'is in the trash' }).getByRole('button', { name: 'Undo' }).tap();
  await expect(row(page, 'ticket.txt')).toBeVisible();
  await other.context().close();
});
