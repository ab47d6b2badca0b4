// Everything without a mouse.
import { makeRoom, row, uploadText } from '../support/actions.ts';
import { expect, test } from '../support/test.ts';

test('a list is walked, renamed, chosen and deleted by keys alone', async ({ page }) => {
  await makeRoom(page, 'Keys');
  await uploadText(page, { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' });
  await page.goto(`${page.url()}?sort=AZ&desc=false`);
  await expect(row(page, 'a.txt')).toBeVisible();

  await row(page, 'a.txt').focus();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'b.txt')).toBeFocused();

  await page.keyboard.press('F2');
  const field = page.getByLabel('New name for b.txt');
  await expect(field).toBeFocused();
  await field.fill('bb.txt');
  await page.keyboard.press('Enter');
  await expect(row(page, 'bb.txt')).toBeVisible();
  await expect(row(page, 'bb.txt')).toBeFocused();

  await page.keyboard.press('Control+a');
  await expect(page.getByText('3 chosen')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('3 chosen')).toBeHidden();

  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'c.txt')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(row(page, 'c.txt')).toBeHidden();
  await expect(row(page, 'a.txt')).toBeVisible();

  await row(page, 'a.txt').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Text of a.txt' })).toBeFocused();
  await page.getByRole('button', { name: 'Back to the folder' }).press('Enter');
  await expect(row(page, 'a.txt')).toBeVisible();
});

test('the skip link and the command palette lead everywhere', async ({ page }) => {
  await page.goto('/rooms');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();

  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Where to?')).toBeFocused();
  await page.keyboard.type('trash');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/trash$/);
});

test('a dialog keeps the focus and gives it back', async ({ page }) => {
  await page.goto('/rooms');
  const opener = page.getByRole('button', { name: 'New room' }).first();
  await opener.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});
