// Signing in and out.
import { expect, OWNER, test } from '../support/test.ts';

test.use({ storageState: { cookies: [], origins: [] } });

test('a stranger is asked in, and then goes where they wanted', async ({ page, ownerState }) => {
  expect(ownerState.cookies.some(({ name }) => name === 'asc_auth_key')).toBe(true);
  await page.goto('/trash');
  await expect(page).toHaveURL(/\/login\?next=/);

  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('do not match');

  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/trash$/);
  expect(await page.evaluate(() => document.cookie)).not.toContain('asc_auth_key');
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toMatch(/token|asc_auth/i);

  await page.getByRole('button', { name: /profile and settings/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
});
