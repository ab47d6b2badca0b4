// What files are marked with, what others share, how long the trash keeps, what the space uses; on a desk and on a phone.
import { act, row } from '../support/actions.ts';
import { apiOf } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { expect, PHONE, test } from '../support/test.ts';

for (const [where, options] of [
  ['desk', { colorScheme: 'dark' as const }],
  ['phone', PHONE],
] as const)
  test.describe(`on a ${where}`, () => {
    test.use(options);

    test('a file is locked for others, and a table says that everybody filters alone', async ({ page, api, server }) => {
      const mate = await api.person('Lou', `Locked ${where}`);
      const room = await api.room(`Locks ${where}`, [{ id: mate.id, access: 'Editing' }]);
      const { id: file } = await api.call<{ id: number }>('POST', `files/${room}/text`, { title: 'will.txt', content: 'mine' });
      const { id: table } = await api.call<{ id: number }>('POST', `files/${room}/file`, { title: 'sums.xlsx' });
      const theirs = await apiOf(server.url, mate);
      await page.goto(`/rooms/${room}`);
      await act(page, 'will.txt', 'Lock');
      await expect(row(page, 'will.txt').getByRole('img', { name: 'Locked' })).toBeVisible();
      await expect.poll(async () => (await api.call(`GET`, `files/file/${file}`))['locked']).toBe(true);
      const theirText = Buffer.from('theirs');
      await expect(theirs.revise(file, 'will.txt', theirText)).rejects.toThrow(/: 4\d\d /);
      expect(await theirs.call('GET', `files/file/${file}`)).toMatchObject({ locked: true, lockedBy: 'Anna Keller' });
      await act(page, 'will.txt', 'Details');
      await expect(page.getByRole('dialog', { name: 'Details' })).toContainText('Locked byyou');
      await check(page, 'details of a locked file');
      await page.keyboard.press('Escape');
      await act(page, 'will.txt', 'Unlock');
      await expect(row(page, 'will.txt').getByRole('img', { name: 'Locked' })).toBeHidden();
      await expect.poll(async () => (await api.call(`GET`, `files/file/${file}`))['locked']).toBeFalsy();
      await theirs.revise(file, 'will.txt', theirText);

      // Set where a table editor is at work; the list tells it everywhere.
      await api.call('PUT', `files/file/${table}/customfilter`, { enabled: true });
      await expect(row(page, 'sums.xlsx').getByRole('img', { name: 'Everybody filters for themselves' })).toBeVisible();
      await check(page, 'marks');
      await theirs.dispose();
    });

    test('what others share is in one place, and the trash empties itself when one likes', async ({ page, api, server }) => {
      const eva = await api.person('Eva', `Giver ${where}`);
      const own = await apiOf(server.url, eva);
      const { id } = await own.call<{ id: number }>('POST', 'files/@my/text', { title: `gift ${where}.txt`, content: 'for you' });
      const me = await api.call<{ id: string }>('GET', 'people/@self');
      await own.call('PUT', `files/file/${id}/share`, { share: [{ shareTo: me.id, access: 2 }], notify: false });
      await page.goto('/rooms');
      if (where === 'phone') await page.getByRole('button', { name: 'Menu' }).first().tap();
      await page.getByRole('link', { name: 'Shared with me' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Shared with me' })).toBeVisible();
      await expect(row(page, `gift ${where}.txt`)).toBeVisible();
      await check(page, 'shared with me');
      await own.dispose();

      await page.goto('/trash');
      const rest = page.getByRole('combobox', { name: 'Empties itself' });
      await expect(rest).toHaveValue('Emptied after 30 days');
      await rest.click();
      await page.getByRole('option', { name: 'Never empties itself' }).click();
      await expect(page.getByText('The trash keeps to that from now on')).toBeVisible();
      const setting = () => api.call<{ isAutoCleanUp: boolean; gap: number }>('GET', 'files/settings/autocleanup');
      await expect.poll(async () => (await setting()).isAutoCleanUp).toBe(false);
      await rest.click();
      await page.getByRole('option', { name: 'Emptied after two weeks' }).click();
      await expect.poll(setting).toMatchObject({ isAutoCleanUp: true, gap: 2 });
      await check(page, 'trash');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      await api.call('PUT', 'files/settings/autocleanup', { set: true, gap: 4 });
    });

    test('the space tells what it uses, and limits what people may', async ({ page, api }) => {
      const room = await api.room(`Weights ${where}`);
      await api.upload(room, 'weight.bin', Buffer.alloc(3 * 1024 * 1024));
      await page.goto('/settings');
      await page.getByRole('tab', { name: 'Storage' }).click();
      const used = page.getByRole('region', { name: 'Used space' });
      await expect(used.getByRole('listitem').filter({ hasText: 'Rooms' })).toContainText(/MB/);
      const limit = page.getByRole('region', { name: 'Limit for people' });
      await limit.getByRole('switch', { name: 'Limit how much people may keep' }).click();
      await limit.getByLabel('Gigabytes').fill('3');
      await check(page, 'storage');
      await limit.getByRole('button', { name: 'Save' }).click();
      const saved = () => api.call('GET', 'settings/userquotasettings');
      try {
        await expect.poll(saved).toMatchObject({ enableQuota: true, defaultQuota: 3 * 1024 ** 3 });
        await limit.getByRole('switch', { name: 'Limit how much people may keep' }).click();
        await limit.getByRole('button', { name: 'Save' }).click();
        await expect.poll(saved).toMatchObject({ enableQuota: false });
        for (const [whole, switchName, part] of [
          ['Limit for rooms', 'Limit how much a room may keep', 'roomsQuota'],
          ['Limit for the space', 'Limit how much the space may keep', 'tenantCustomQuota'],
        ] as const) {
          const section = page.getByRole('region', { name: whole });
          const quota = async () => (await api.call<Record<string, object>>('GET', 'portal/payment/quota'))[part];
          await section.getByRole('switch', { name: switchName }).click();
          await section.getByLabel('Gigabytes').fill('7');
          await section.getByRole('button', { name: 'Save' }).click();
          await expect.poll(quota).toMatchObject({ enableQuota: true });
          expect(JSON.stringify(await quota())).toContain(String(7 * 1024 ** 3));
          await section.getByRole('switch', { name: switchName }).click();
          await section.getByRole('button', { name: 'Save' }).click();
          await expect.poll(quota).toMatchObject({ enableQuota: false });
        }
        await check(page, 'limits');
      } finally {
        await api.call('POST', 'settings/userquotasettings', { enableQuota: false, defaultQuota: -2 });
        await api.call('POST', 'settings/roomquotasettings', { enableQuota: false, defaultQuota: -2 });
        await api.call('PUT', 'settings/tenantquotasettings', { quota: -1 });
      }
    });
  });
