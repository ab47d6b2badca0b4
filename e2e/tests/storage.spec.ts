// Where files are kept and whether they are encrypted there. On a desk and on a phone.
import { section } from '../support/actions.ts';
import { check, checkBoth } from '../support/axe.ts';
import { expect, PHONE, test } from '../support/test.ts';

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
