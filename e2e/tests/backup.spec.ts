// Backups: made, by schedule too, and brought back. On a desk and on a phone.
import { execFileSync } from 'node:child_process';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fillBucket, section } from '../support/actions.ts';
import { apiFor } from '../support/api.ts';
import { check, checkBoth } from '../support/axe.ts';
import { PRIVATE, startS3 } from '../support/s3.ts';
import { dataFolder, startServer } from '../support/server.ts';
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

for (const [where, options] of [
  ['desk', {}],
  ['phone', { ...PHONE, colorScheme: 'dark' as const }],
] as const)
  test(`archives go into a bucket and come back from there, on a ${where}`, async ({ browser }) => {
    const s3 = await startS3();
    const own = await startServer({ env: PRIVATE });
    const state = await openSpace(own.url);
    const api = await apiFor(own.url, state);
    const context = await browser.newContext({ baseURL: own.url, storageState: state, locale: 'en-US', reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    try {
      await api.room('Kept room');
      await page.goto('/settings/backup');
      const now = section(page, 'Back up now');
      await now.getByRole('radio', { name: /^Into a bucket/ }).check();
      const start = now.getByRole('button', { name: 'Start the backup' });
      await expect(start).toBeDisabled();
      await fillBucket(now, s3.url);
      // Without keys the server says what it misses, in words.
      await now.getByLabel('Access key').fill('');
      await now.getByLabel('Secret key').fill('');
      await start.click();
      await expect(now.getByRole('alert')).toHaveText('The space has no keys of this service yet. Write both of them.');
      await checkBoth(page, 'a bucket for backups');
      await page.screenshot({ path: `test-results/backup-bucket-${where}.png`, fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      await fillBucket(now, s3.url);
      await start.click();
      await expect(now.getByText('The backup is done.')).toBeVisible({ timeout: 30_000 });
      const archives = section(page, 'Archives').getByRole('listitem');
      await expect(archives).toContainText('In a bucket');
      expect((await readdir(join(s3.folder, 'backup'))).some((name) => name.includes('.tar'))).toBe(true);

      // The keys are known by now, so the schedule needs none.
      const schedule = section(page, 'Schedule');
      await schedule.getByRole('switch', { name: 'Make backups by schedule' }).press('Space');
      await schedule.getByRole('radio', { name: /^Into a bucket/ }).check();
      await fillBucket(schedule, s3.url, { name: 'papers', region: 'us-east-1', accessKey: '', secretKey: '' });
      await schedule.getByLabel('Folder in the bucket').fill('nightly');
      await schedule.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('The settings are saved')).toBeVisible();
      await page.reload();
      await expect(schedule.getByRole('radio', { name: /^Into a bucket/ })).toBeChecked();
      await expect(schedule.getByLabel('Folder in the bucket')).toHaveValue('nightly');
      await expect(schedule.getByLabel('Access key')).toHaveValue('');
      expect(await api.call('GET', 'backup/getbackupschedule')).toMatchObject({ storageType: 5, storageParams: { bucket: 'papers', subdir: 'nightly' } });

      await api.room('Later room');
      await archives.getByRole('button', { name: /^Restore / }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Restore the space' }).click();
      const done = page.getByRole('dialog', { name: 'The space is restored' });
      await expect(done).toBeVisible({ timeout: 60_000 });
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
      await s3.stop();
    }
  });

/** The hour of the nightly test comes at once. */
function nightFalls(data: string): void {
  const script = `import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
assert db.execute("UPDATE schedules SET next = 0 WHERE kind = 'backup.test'").rowcount == 1
db.commit()`;
  execFileSync('python3', ['-c', script, join(data, 'atrium.db')]);
}

test('what the nightly test found is told, good and bad', async ({ browser }) => {
  test.setTimeout(240_000);
  const data = await dataFolder();
  let own = await startServer({ data });
  const state = await openSpace(own.url);
  const api = await apiFor(own.url, state);
  const port = Number(new URL(own.url).port);
  const context = await browser.newContext({ baseURL: own.url, storageState: state, locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  try {
    await page.goto('/settings/backup');
    const finding = section(page, 'Nightly test');
    await expect(finding).toContainText('No archive has been tested yet.', { timeout: 30_000 });
    const now = section(page, 'Back up now');
    await now.getByRole('radio', { name: /^Into the server/ }).check();
    await now.getByRole('button', { name: 'Start the backup' }).click();
    await expect(now.getByText('The backup is done.')).toBeVisible({ timeout: 30_000 });

    await own.stop();
    nightFalls(data);
    own = await startServer({ data, port });
    await expect.poll(() => api.call('GET', 'backup/selftest'), { timeout: 60_000 }).toMatchObject({ healthy: true });
    await page.reload();
    await expect(finding.getByRole('status')).toContainText('Everything came back as it was', { timeout: 30_000 });
    await expect(finding).toContainText("In the server's folder");
    await checkBoth(page, 'a test that went well');
    await page.screenshot({ path: 'test-results/selftest-desk.png', fullPage: true });

    // Somebody writes into the archive.
    const folder = join(data, 'backups');
    const name = (await readdir(folder, { recursive: true })).find((one) => one.endsWith('.tar')) ?? '';
    const archive = await open(join(folder, name), 'r+');
    const { size } = await archive.stat();
    await archive.write(Buffer.alloc(64, 'altered'), 0, 64, Math.floor(size / 2));
    await archive.close();
    await own.stop();
    nightFalls(data);
    own = await startServer({ data, port });
    await page.setViewportSize(PHONE.viewport);
    await expect.poll(() => api.call('GET', 'backup/selftest'), { timeout: 60_000 }).toMatchObject({ healthy: false });
    await page.reload();
    await expect(finding.getByRole('alert')).toContainText('The newest archive is not well', { timeout: 30_000 });
    await checkBoth(page, 'a test that did not go well');
    await page.screenshot({ path: 'test-results/selftest-phone.png', fullPage: true });
  } finally {
    await context.close();
    await api.dispose();
    await own.stop();
    await rm(data, { recursive: true, force: true });
  }
});
