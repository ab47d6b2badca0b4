// The same on a phone.
import { makeRoom, row, uploadText } from '../support/actions.ts';
import { expect, test } from '../support/test.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('a room is made, filled and browsed by thumb', async ({ page }) => {
  await makeRoom(page, 'Pocket');
  await uploadText(page, { 'ticket.txt': 'seat 12' });
  await row(page, 'ticket.txt').getByText('ticket.txt').tap();
  await expect(page.getByText('seat 12')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
  await page.getByRole('button', { name: 'Menu' }).first().tap();
  await page.getByRole('link', { name: 'My documents' }).tap();
  await expect(page.getByRole('heading', { level: 1, name: 'My documents' })).toBeVisible();
});

for (const path of ['/rooms', '/documents', '/trash', '/people']) {
  test(`${path} fits the width`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}
