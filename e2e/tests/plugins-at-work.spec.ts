// Plugins at work: what they offer, where it appears, what it does; gone when they are switched off. On a desk and on a phone.
import type { Page } from '@playwright/test';
import { act, pageOf, row } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { packed } from '../support/plugins.ts';
import { expect, PHONE, test } from '../support/test.ts';

async function put(page: Page, name: 'words' | 'notes') {
  await page.goto('/settings/plugins');
  await page.locator('input[type=file]').setInputFiles(packed(name));
  await expect(page.getByRole('list', { name: 'Plugins' }).getByRole('listitem')).toBeVisible();
}

for (const [where, options] of [
  ['desk', {}],
  ['phone', PHONE],
] as const)
  test.describe(`on a ${where}`, () => {
    test.use(options);

    test.afterEach(async ({ api }) => {
      for (const { name } of await api.call<{ name: string }[]>('GET', 'settings/webplugins'))
        await api.call('DELETE', `settings/webplugins/${name}`);
    });

    test('a counter of words stands in menu and panel, and goes when it is switched off', async ({ page, api }) => {
      const room = await api.room(`Words ${where}`);
      await api.upload(room, 'speech.txt', Buffer.from('one two three'));
      await api.upload(room, 'table.csv', Buffer.from('1,2'));
      await put(page, 'words');
      await page.goto(`/rooms/${room}`);
      await expect(page.locator('#plugin-iframe')).toBeAttached();
      await page.getByRole('button', { name: 'Actions for speech.txt' }).click();
      await expect(page.getByRole('menuitem', { name: 'Count words' })).toBeVisible();
      await check(page, 'menu with an item of a plugin');
      await page.screenshot({ path: `test-results/plugin-menu-${where}.png` });
      await page.getByRole('menuitem', { name: 'Count words' }).click();
      await expect(page.getByText('3 words', { exact: true })).toBeVisible();
      await page.getByRole('button', { name: 'Actions for table.csv' }).click();
      await expect(page.getByRole('menuitem', { name: 'Download' })).toBeVisible();
      await expect(page.getByRole('menuitem', { name: 'Count words' })).toHaveCount(0);
      await page.keyboard.press('Escape');

      await act(page, 'speech.txt', 'Details');
      const panel = page.getByRole('dialog');
      await panel.getByRole('tab', { name: 'Words' }).click();
      await expect(panel.getByText('3 words', { exact: true })).toBeVisible();
      await panel.getByRole('button', { name: 'Count again' }).click();
      await expect(panel.getByText('3 words, counted again')).toBeVisible();
      await page.screenshot({ path: `test-results/plugin-panel-${where}.png` });
      await page.keyboard.press('Escape');

      await api.call('PUT', 'settings/webplugins/words', { enabled: false, settings: '' });
      await expect(page.locator('#plugin-iframe')).toHaveCount(0);
      await page.getByRole('button', { name: 'Actions for speech.txt' }).click();
      await expect(page.getByRole('menuitem', { name: 'Download' })).toBeVisible();
      await expect(page.getByRole('menuitem', { name: 'Count words' })).toHaveCount(0);
    });

    test('a maker of notes stands under New and the own name, hears what happens, and opens its files', async ({ page, api }) => {
      const room = await api.room(`Notes ${where}`);
      await api.upload(room, 'idea.note', Buffer.from('x'));
      await put(page, 'notes');
      await api.call('PUT', 'settings/webplugins/notes', { enabled: true, settings: 'Well done' });
      await page.goto(`/rooms/${room}`);
      await expect(page.locator('#plugin-iframe')).toBeAttached();
      await page.getByRole('button', { name: 'New', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Quick note' }).click();
      await expect(page.getByText('The note is made')).toBeVisible();
      await expect(row(page, 'Quick note.txt')).toBeVisible();

      await page.getByRole('button', { name: 'New', exact: true }).click();
      await page.getByRole('menuitem', { name: 'New folder', exact: true }).click();
      await page.getByRole('button', { name: 'Create' }).click();
      await expect(page.getByText('Well done')).toBeVisible();

      await act(page, 'idea.note', 'Open');
      await expect(page.getByText('Opened idea.note')).toBeVisible();

      if (where === 'phone') await page.getByRole('button', { name: 'Menu', exact: true }).first().click();
      await page.getByRole('button', { name: /Anna Keller/ }).click();
      await page.screenshot({ path: `test-results/plugin-profile-${where}.png` });
      await page.getByRole('menuitem', { name: 'Note to myself' }).click();
      await expect
        .poll(async () => (await api.call<{ files: { title: string }[] }>('GET', 'files/@my')).files.map(({ title }) => title))
        .toContain('Quick note.txt');
    });
  });

test('a plugin gets nothing of a file that its user may not read', async ({ browser, api, baseURL, page }) => {
  await put(page, 'words');
  const mine = await api.call<{ current: { id: number } }>('GET', 'files/@my');
  const [secret = 0] = await api.upload(mine.current.id, 'secret.txt', Buffer.from('for nobody else'));
  const ben = await api.person('Ben', 'Curious');
  const his = await pageOf(browser, baseURL ?? '', ben);
  await expect(his.locator('#plugin-iframe')).toBeAttached();
  const count = (who: Page, id: number) =>
    who.locator('#plugin-iframe').evaluate(async (frame, file) => {
      type Item = { onClick: (id: number) => Promise<{ toastProps: { title: string }[] }> };
      type Words = { getContextMenuItems: () => Map<string, Item> };
      const inside = (frame as HTMLIFrameElement).contentWindow as unknown as { Plugins: { Words?: Words } };
      const answer = await inside.Plugins.Words?.getContextMenuItems().get('count')?.onClick(file);
      return answer?.toastProps[0]?.title;
    }, id);
  await expect.poll(() => count(page, secret)).toBe('3 words');
  await expect.poll(() => count(his, secret)).toBe('The file cannot be read (403)');
  await his.context().close();
  await api.call('DELETE', 'settings/webplugins/words');
});
