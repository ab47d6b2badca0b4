// What is new and what one wants to hear of; versions and gifts that one does not want any more. On a desk and on a phone.
import { act, row } from '../support/actions.ts';
import { apiOf } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { expect, PHONE, test } from '../support/test.ts';

for (const [where, options] of [
  ['desk', {}],
  ['phone', { ...PHONE, colorScheme: 'dark' as const }],
] as const)
  test.describe(`on a ${where}`, () => {
    test.use(options);

    test('what others bring is counted until it is marked as read', async ({ page, api, server }) => {
      const ned = await api.person('Ned', `News ${where}`);
      const room = await api.room(`Newsroom ${where}`, [{ id: ned.id, access: 'ContentCreator' }]);
      const his = await apiOf(server.url, ned);
      const { id: file } = await his.call<{ id: number }>('POST', `files/${room}/text`, { title: 'scoop.txt', content: 'x' });
      // It is counted in the background.
      const news = async () => (await api.call('GET', `files/rooms/${room}`))['new'] ?? 0;
      await expect.poll(news, { timeout: 30_000 }).toBe(1);
      await page.goto(`/rooms?q=${encodeURIComponent(`Newsroom ${where}`)}`);
      const tile = page.getByRole('gridcell').filter({ hasText: `Newsroom ${where}` });
      await expect(tile.getByText('1 new', { exact: false })).toBeAttached();
      await act(page, `Newsroom ${where}`, 'Mark as read');
      await expect(tile.getByText('1 new', { exact: false })).toHaveCount(0);
      await expect.poll(news).toBe(0);

      const { id: more } = await his.call<{ id: number }>('POST', `files/${room}/text`, { title: 'second.txt', content: 'x' });
      await expect.poll(news, { timeout: 30_000 }).toBe(1);
      await page.goto(`/rooms/${room}`);
      await expect(row(page, 'second.txt').getByRole('img', { name: 'New' })).toBeVisible();
      await expect(row(page, 'scoop.txt').getByRole('img', { name: 'New' })).toBeHidden();
      await act(page, 'second.txt', 'Mark as read');
      await expect(row(page, 'second.txt').getByRole('img', { name: 'New' })).toBeHidden();
      const IS_NEW = 2;
      const status = async (id: number) => Number((await api.call('GET', `files/file/${id}`))['fileStatus'] ?? 0) & IS_NEW;
      await expect.poll(() => status(more)).toBe(0);
      expect(await status(file)).toBe(0);
      await his.dispose();
    });

    test('letters are turned off; an old version and a gift go away', async ({ page, api, server }) => {
      await page.goto('/profile');
      await page.getByRole('tab', { name: 'Notifications' }).click();
      const tips = page.getByRole('switch', { name: 'Letters with tips' });
      const before = await api.call<{ isEnabled: boolean }>('GET', 'settings/notification/3');
      await expect(tips).toBeChecked({ checked: before.isEnabled });
      await tips.press('Space');
      await expect.poll(() => api.call('GET', 'settings/notification/3')).toMatchObject({ isEnabled: !before.isEnabled });
      await check(page, 'notifications');
      await tips.press('Space');
      await expect.poll(() => api.call('GET', 'settings/notification/3')).toMatchObject(before);

      const room = await api.room(`Drafts ${where}`);
      const [file = 0] = await api.upload(room, 'draft.txt', Buffer.from('one'));
      for (const text of ['two', 'three']) await api.revise(file, 'draft.txt', Buffer.from(text));
      await page.goto(`/rooms/${room}`);
      await act(page, 'draft.txt', 'Details');
      const panel = page.getByRole('dialog', { name: 'Details' });
      await panel.getByRole('tab', { name: 'Versions' }).click();
      await expect(panel.getByRole('button', { name: 'Delete version 3' })).toBeHidden();
      await panel.getByRole('button', { name: 'Delete version 1' }).click();
      await page.getByRole('dialog', { name: 'Delete version 1?' }).getByRole('button', { name: 'Delete for good' }).click();
      await expect(page.getByText('Version 1 is deleted')).toBeVisible();
      await expect(panel.getByRole('button', { name: 'Delete version 1' })).toBeHidden();
      const versions = await api.call<{ version: number }[]>('GET', `files/file/${file}/history`);
      expect(versions.map(({ version }) => version).sort()).toEqual([2, 3]);
      await check(page, 'versions');

      const eva = await api.person('Eva', `Gifts ${where}`);
      const own = await apiOf(server.url, eva);
      const { id: gift } = await own.call<{ id: number }>('POST', 'files/@my/text', { title: `socks ${where}.txt`, content: 'warm' });
      const me = await api.call<{ id: string }>('GET', 'people/@self');
      await own.call('PUT', `files/file/${gift}/share`, { share: [{ shareTo: me.id, access: 2 }], notify: false });
      await page.goto('/shared');
      await act(page, `socks ${where}.txt`, 'Remove from my list');
      await expect(page.getByText(`“socks ${where}.txt” is no longer on your list`)).toBeVisible();
      await page.reload();
      await expect(page.getByRole('heading', { level: 1, name: 'Shared with me' })).toBeVisible();
      await expect(row(page, `socks ${where}.txt`)).toBeHidden();
      expect((await own.call('GET', `files/file/${gift}`))['title']).toBe(`socks ${where}.txt`);
      await own.dispose();
    });
  });
