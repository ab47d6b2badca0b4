// The same on a phone.
import { makeRoom, row, uploadText } from '../support/actions.ts';
import { expect, test } from '../support/test.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('a room is made, filled and browsed by thumb', async ({ page }) => {
  await makeRoom(page, 'Pocket');
  await uploadText(page, { 'ticket.txt': 'seat 12' });
  await row(page, 'ticket.txt').getByText('ticket.txt').tap();
  await expect(page.getByText('seat 12')).toBeVisible();
  await page.getByRole('button', { name: 'Back to the folder' }).tap();
  await expect(row(page, 'ticket.txt')).toBeVisible();
  await page.getByRole('button', { name: 'Menu' }).first().tap();
  await page.getByRole('link', { name: 'My documents' }).tap();
  await expect(page.getByRole('heading', { level: 1, name: 'My documents' })).toBeVisible();
});

test('people are looked at and disabled by thumb', async ({ page, api }) => {
  await api.person('Thea', 'Thumb');
  await page.goto('/people?q=thea');
  await page.getByText('Thea Thumb', { exact: true }).tap();
  const panel = page.getByRole('dialog', { name: 'Person' });
  await expect(panel).toContainText('thea.thumb@atrium.example');
  await panel.getByRole('button', { name: 'Disable' }).tap();
  await expect(panel.getByText('Disabled')).toBeVisible();
  await panel.getByRole('button', { name: 'Close' }).tap();
  await expect(page.getByRole('row').filter({ hasText: 'Thea Thumb' })).toContainText('Disabled');
});

const SCREENS = [
  '/rooms',
  '/documents',
  '/trash',
  '/people',
  '/people/groups',
  '/people/guests',
  '/profile',
  '/profile/security',
  '/profile/keys',
  '/settings',
  '/settings/access',
];

test('every screen fits the width', async ({ page }) => {
  for (const path of SCREENS) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, path).toBeLessThanOrEqual(390);
  }
});
