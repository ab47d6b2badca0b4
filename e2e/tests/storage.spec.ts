// Where files are kept and whether they are encrypted there. On a desk and on a phone.
import { readdir } from 'node:fs/promises';
import { fillBucket, section } from '../support/actions.ts';
import { apiFor } from '../support/api.ts';
import { check, checkBoth } from '../support/axe.ts';
import { BUCKET, PRIVATE, type S3, startS3 } from '../support/s3.ts';
import { startServer } from '../support/server.ts';
import { expect, openSpace, PHONE, test } from '../support/test.ts';

for (const [where, options] of [
  ['desk', { colorScheme: 'dark' as const }],
  ['phone', PHONE],
] as const)
  test.describe(`on a ${where}`, () => {
    test.use(options);

    test('files are encrypted, and decrypted again', async ({ page, api }) => {
      const room = await api.room(`Safe ${where}`);
      await api.upload(room, 'secret.txt', Buffer.from('kept'));
      await page.goto('/settings/storage');
      const encryption = section(page, 'Encryption at rest');
      await expect(encryption.getByText('Files are not encrypted.')).toBeVisible();
      await encryption.getByRole('button', { name: 'Encrypt the files' }).click();
      const asked = page.getByRole('dialog', { name: 'Encrypt all files?' });
      await expect(asked).toContainText('machine.key');
      await check(page, 'encrypt?');
      await asked.getByRole('button', { name: 'Cancel' }).click();
      expect(await api.call('GET', 'settings/encryption/settings')).toMatchObject({ status: 0 });

      await encryption.getByRole('button', { name: 'Encrypt the files' }).click();
      await asked.getByRole('checkbox', { name: 'Tell everybody by mail' }).check();
      await asked.getByRole('button', { name: 'Encrypt the files' }).click();
      await expect(encryption.getByText('Files are encrypted.')).toBeVisible({ timeout: 30_000 });
      expect(await api.call('GET', 'settings/encryption/settings')).toMatchObject({ status: 2, notifyUsers: true });
      await checkBoth(page, 'encrypted');
      await page.screenshot({ path: `test-results/storage-${where}.png`, fullPage: true });

      await encryption.getByRole('button', { name: 'Decrypt the files' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Decrypt the files' }).click();
      await expect(encryption.getByText('Files are not encrypted.')).toBeVisible({ timeout: 30_000 });
    });

    test('a bucket that cannot be used is refused in words, and nothing moves', async ({ page, api }) => {
      await page.goto('/settings/storage');
      const place = section(page, 'Where files are kept');
      await expect(place.getByRole('radio', { name: /^In the installation/ })).toBeChecked();
      await place.getByRole('radio', { name: /^In a bucket of your own/ }).check();
      const move = place.getByRole('button', { name: 'Move the files' });
      await place.getByLabel('Bucket', { exact: true }).fill('papers');
      await place.getByLabel('Region').fill('eu-central-1');
      await place.getByLabel('Address of the service').fill('http://127.0.0.1:9');
      await expect(place.getByRole('checkbox', { name: 'The bucket is a part of the path' })).toBeChecked();
      await place.getByLabel('Access key').fill('somebody');
      await expect(move).toBeDisabled();
      await place.getByLabel('Secret key').fill('a secret');
      await checkBoth(page, 'bucket');
      await page.screenshot({ path: `test-results/bucket-${where}.png`, fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      await move.click();
      await page.getByRole('dialog', { name: 'Move all files?' }).getByRole('button', { name: 'Move the files' }).click();
      await expect(place.getByRole('alert')).toContainText('The files stay where they are');
      // What was typed stays.
      await expect(place.getByLabel('Bucket', { exact: true })).toHaveValue('papers');
      const [s3] = await api.call<{ current: boolean }[]>('GET', 'settings/storage');
      expect(s3?.current).toBe(false);
      expect(await api.call('GET', 'settings/storage/progress')).toBe(-1);
    });
  });

/** What lies in the bucket. */
async function objects({ folder }: S3): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('_object') && name.includes('objects')).length;
}

for (const [where, options] of [
  ['desk', {}],
  ['phone', { ...PHONE, colorScheme: 'dark' as const }],
] as const)
  test(`all files move into a bucket and back, on a ${where}`, async ({ browser }) => {
    test.setTimeout(420_000);
    const s3 = await startS3();
    const own = await startServer({ env: PRIVATE });
    const state = await openSpace(own.url);
    const api = await apiFor(own.url, state);
    const context = await browser.newContext({ baseURL: own.url, storageState: state, locale: 'en-US', reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    try {
      const room = await api.room('Moving room');
      const [small] = await api.upload(room, 'small.txt', Buffer.from('kept'));
      const [large] = await api.upload(room, 'large.bin', Buffer.alloc(9_000_000, 7));
      const content = async (id: number | undefined) => (await context.request.get(`/filehandler.ashx?action=download&fileid=${id}`)).body();
      await page.goto('/settings/storage');
      const place = section(page, 'Where files are kept');
      await place.getByRole('radio', { name: /^In a bucket of your own/ }).check();
      await fillBucket(place, s3.url);
      await place.getByRole('button', { name: 'Move the files' }).click();
      await page.getByRole('dialog', { name: 'Move all files?' }).getByRole('button', { name: 'Move the files' }).click();
      await expect(place.getByText('All files are in the bucket now.')).toBeVisible({ timeout: 60_000 });
      await expect(place.getByRole('radio', { name: /^In a bucket of your own/ })).toBeChecked();
      await expect(place.getByLabel('Bucket', { exact: true })).toHaveValue(BUCKET.name);
      // Keys are never told.
      await expect(place.getByLabel('Access key')).toHaveValue('');
      await checkBoth(page, 'moved into a bucket');
      await page.screenshot({ path: `test-results/moved-${where}.png`, fullPage: true });
      expect(await objects(s3)).toBeGreaterThanOrEqual(2);
      const [there] = await api.call<{ current: boolean }[]>('GET', 'settings/storage');
      expect(there?.current).toBe(true);
      expect((await content(small)).toString()).toBe('kept');
      expect((await content(large)).equals(Buffer.alloc(9_000_000, 7))).toBe(true);
      // What comes now goes there at once.
      const before = await objects(s3);
      const [later] = await api.upload(room, 'later.txt', Buffer.from('came later'));
      expect(await objects(s3)).toBeGreaterThan(before);

      await place.getByRole('radio', { name: /^In the installation/ }).check();
      await place.getByRole('button', { name: 'Move the files' }).click();
      await page.getByRole('dialog', { name: 'Move all files?' }).getByRole('button', { name: 'Move the files' }).click();
      await expect(place.getByText("All files are in the installation's own storage now.")).toBeVisible({ timeout: 60_000 });
      const [back] = await api.call<{ current: boolean }[]>('GET', 'settings/storage');
      expect(back?.current).toBe(false);
      // Nothing is asked of the bucket any more.
      await s3.stop();
      expect((await content(small)).toString()).toBe('kept');
      expect((await content(large)).equals(Buffer.alloc(9_000_000, 7))).toBe(true);
      expect((await content(later)).toString()).toBe('came later');
    } finally {
      await context.close();
      await api.dispose();
      await own.stop();
      await s3.stop();
    }
  });
