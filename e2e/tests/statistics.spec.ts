// Who keeps how much, and how much comes in: as charts and as tables. On a desk and on a phone.
import { section } from '../support/actions.ts';
import { checkBoth } from '../support/axe.ts';
import { expect, PHONE, test } from '../support/test.ts';

for (const [where, options] of [
  ['desk', { colorScheme: 'dark' as const }],
  ['phone', PHONE],
] as const)
  test.describe(`on a ${where}`, () => {
    test.use(options);

    test('charts say what the space keeps, and tables say the same', async ({ page, api }) => {
      const [large, small] = [await api.room(`Large ${where}`), await api.room(`Small ${where}`)];
      await api.upload(large, 'film.bin', Buffer.alloc(3_000_000, 1));
      await api.upload(small, 'note.bin', Buffer.alloc(200_000, 1));
      await page.goto('/settings/statistics');
      const rooms = section(page, 'Largest rooms');
      const chart = rooms.getByRole('img', { name: /^Largest rooms\./ });
      await expect(chart).toBeVisible({ timeout: 30_000 });
      await expect(chart).toHaveAccessibleName(new RegExp(`Large ${where}: .*Small ${where}: `));
      const uploads = section(page, 'Uploads').getByRole('img', { name: /^Uploads\./ });
      // The audit trail hears of it a moment later; two files at least came today.
      await expect(async () => {
        await page.reload();
        await expect(uploads).toHaveAccessibleName(/: ([2-9]|\d\d+)$/);
      }).toPass({ timeout: 60_000 });
      await expect(section(page, 'Space by part').getByRole('img')).toHaveAccessibleName(/Rooms: /);
      await checkBoth(page, 'charts');
      await page.screenshot({ path: `test-results/statistics-${where}.png`, fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);

      await rooms.getByRole('button', { name: 'Show as a table' }).click();
      const table = rooms.getByRole('table', { name: 'Largest rooms' });
      await expect(table.getByRole('row').nth(1)).toContainText('Large');
      await section(page, 'Uploads').getByRole('button', { name: 'Show as a table' }).click();
      await expect(section(page, 'Uploads').getByRole('row')).toHaveCount(15);
      await checkBoth(page, 'tables');
      await page.screenshot({ path: `test-results/statistics-table-${where}.png`, fullPage: true });
      await rooms.getByRole('button', { name: 'Show as a chart' }).click();
      await expect(chart).toBeVisible();
    });
  });
