// Backups: made, by schedule too, and brought back. On a desk and on a phone.
import { section } from '../support/actions.ts';
import { apiFor } from '../support/api.ts';
import { check, checkBoth } from '../support/axe.ts';
import { startServer } from '../support/server.ts';
import { expect, openSpace, OWNER, PHONE, test } from '../support/test.ts';

interface Archive {
  id: string;
  fileName: string;
  storageType: number;
}

for (const [where, options] of [
  ['desk', { colorScheme: 'dark' as const }],
  ['phone', PHONE],
] as const)
  test.describe(`on a ${where}`, () => {
    test.use(options);

    test('archives are made where one wants them, and deleted', async ({ page, api }) => {
      const room = await api.room(`Vault ${where}`);
      await page.goto('/settings');
      await page.getByRole('tab', { name: 'Backup' }).click();
      const now = section(page, 'Back up now');
      await now.getByRole('radio', { name: /^Into a room/ }).check();
      await expect(now.getByRole('button', { name: 'Start the backup' })).toBeDisabled();
      await now.getByRole('combobox', { name: 'Room' }).fill(`Vault ${where}`);
      await page.getByRole('option', { name: `Vault ${where}` }).click();
      await checkBoth(page, 'backup');
      await page.screenshot({ path: `test-results/backup-${where}.png`, fullPage: true });
      await now.getByRole('button', { name: 'Start the backup' }).click();
      await expect(now.getByText('The backup is done.')).toBeVisible({ timeout: 30_000 });
      const { files } = await api.call<{ files: { title: string }[] }>('GET', `files/${room}`);
      expect(files).toHaveLength(1);
      await now.getByRole('radio', { name: /^With the files/ }).check();
      await now.getByRole('button', { name: 'Start the backup' }).click();
      const archives = section(page, 'Archives').getByRole('listitem');
      await expect(archives).toHaveCount(2, { timeout: 30_000 });
      await expect(archives.filter({ hasText: 'In a room' })).toContainText(files[0]?.title ?? '?');
      await check(page, 'archives');
      await page.screenshot({ path: `test-results/archives-${where}.png`, fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);

      await archives.filter({ hasText: 'With the files' }).getByRole('button', { name: /^Delete / }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
      await expect(archives).toHaveCount(1);
      await archives.getByRole('button', { name: /^Delete / }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
      await expect(section(page, 'Archives')).toContainText('There is no archive yet.');
      // What is shown goes ahead of the server.
      await expect.poll(() => api.call<Archive[]>('GET', 'backup/getbackuphistory')).toEqual([]);
    });

    test('a schedule is set, changed and taken away', async ({ page, api }) => {
      await page.goto('/settings/backup');
      const schedule = section(page, 'Schedule');
      await schedule.getByRole('switch', { name: 'Make backups by schedule' }).press('Space');
      await schedule.getByRole('combobox', { name: 'How often' }).click();
      await page.getByRole('option', { name: 'Every week' }).click();
      await schedule.getByRole('combobox', { name: 'Day' }).click();
      await page.getByRole('option', { name: 'Sunday' }).click();
      await schedule.getByLabel('Archives that are kept').fill('5');
      await schedule.getByRole('radio', { name: /^Into the server/ }).check();
      await schedule.getByLabel('Folder inside').fill('../away');
      await expect(schedule.getByRole('button', { name: 'Save' })).toBeDisabled();
      await schedule.getByLabel('Folder inside').fill('weekly');
      await checkBoth(page, 'schedule');
      await page.screenshot({ path: `test-results/schedule-${where}.png`, fullPage: true });
      await schedule.getByRole('button', { name: 'Save' }).click();
      await expect
        .poll(() => api.call('GET', 'backup/getbackupschedule'))
        .toMatchObject({ storageType: 3, storageParams: { filePath: 'weekly' }, backupsStored: 5, cronParams: { period: 1, day: 7, hour: 3 } });
      await page.reload();
      await expect(schedule.getByRole('combobox', { name: 'Day' })).toHaveValue('Sunday');
      await schedule.getByRole('switch', { name: 'Make backups by schedule' }).press('Space');
      await schedule.getByRole('button', { name: 'Save' }).click();
      await expect.poll(() => api.call('GET', 'backup/getbackupschedule')).toBeFalsy();
    });
  });

test('the space becomes what it was, and everybody signs in again', async ({ browser }) => {
  const own = await startServer();
  const state = await openSpace(own.url);
  const api = await apiFor(own.url, state);
  const context = await browser.newContext({ baseURL: own.url, storageState: state, locale: 'en-US', ...PHONE });
  const page = await context.newPage();
  try {
    await api.room('Kept room');
    await page.goto('/settings/backup');
    await section(page, 'Back up now').getByRole('button', { name: 'Start the backup' }).click();
    const archives = section(page, 'Archives').getByRole('listitem');
    await expect(archives).toHaveCount(1, { timeout: 30_000 });
    await api.room('Later room');
    await archives.getByRole('button', { name: /^Restore / }).click();
    const asked = page.getByRole('dialog', { name: /^Restore the space as of/ });
    await expect(asked).toContainText('what came later is lost');
    await check(page, 'restore?');
    await asked.getByRole('button', { name: 'Restore the space' }).click();
    const done = page.getByRole('dialog', { name: 'The space is restored' });
    await expect(done).toBeVisible({ timeout: 60_000 });
    await check(page, 'restored');
    await page.screenshot({ path: 'test-results/restored.png' });
    await done.getByRole('link', { name: 'Go to sign-in' }).click();
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('link', { name: 'Kept room' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Later room' })).toBeHidden();
  } finally {
    await context.close();
    await api.dispose();
    await own.stop();
  }
});
