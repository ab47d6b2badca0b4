// Plugins at work: what they offer, where it appears, what it does; gone when they are switched off. On a desk and on a phone.
import type { Page } from '@playwright/test';
import { act, pageOf, row } from '../support/actions.ts';
import { check, checkBoth } from '../support/axe.ts';
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

    test('a plugin opens dialogs with controls of every kind', async ({ page, api }) => {
      const room = await api.room(`Dialogs ${where}`);
      await api.upload(room, 'speech.txt', Buffer.from('three Three threesome two'));
      await put(page, 'words');
      await page.goto(`/rooms/${room}`);
      await expect(page.locator('#plugin-iframe')).toBeAttached();
      await act(page, 'speech.txt', 'Search words');
      const dialog = page.getByRole('dialog', { name: 'Search for a word' });
      const find = dialog.getByRole('button', { name: 'Find' });
      await expect(find).toBeDisabled();
      const field = dialog.getByRole('textbox', { name: 'Word', exact: true });
      await field.pressSequentially('three');
      await expect(field).toHaveValue('three');
      await expect(find).toBeEnabled();
      await find.click();
      await expect(dialog.getByText('“three” occurs 2 times')).toBeVisible();
      await expect(dialog.getByRole('textbox', { name: 'All words' })).toHaveValue('three\nThree\nthreesome\ntwo');
      await dialog.getByRole('checkbox', { name: 'Whole words only' }).click();
      await dialog.getByRole('switch', { name: 'Say it aloud' }).click();
      await expect(dialog.getByRole('checkbox', { name: 'Whole words only' })).not.toBeChecked();
      await find.click();
      await expect(page.getByRole('alert').filter({ hasText: '“three” occurs 3 times' })).toBeVisible();
      await expect(page.getByRole('alert').getByRole('button'), 'no cross was wished for').toHaveCount(0);
      await dialog.getByRole('combobox', { name: 'Where' }).click();
      await expect(page.getByRole('option', { name: 'Only at the end' })).toHaveAttribute('data-combobox-disabled', 'true');
      await page.getByRole('option', { name: 'Only at the beginning' }).click();
      await find.click();
      await expect(dialog.getByText('“three” occurs 1 times')).toBeVisible();
      await checkBoth(page, 'dialog of a plugin');
      await page.screenshot({ path: `test-results/plugin-dialog-${where}.png` });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      await dialog.getByRole('button', { name: 'Done' }).click();
      await expect(dialog).toBeHidden();

      // At the side; events of the window are heard while it is open.
      await act(page, 'speech.txt', 'About words');
      const aside = page.getByRole('dialog', { name: 'About words' });
      await expect(aside).toContainText('between two spaces');
      await checkBoth(page, 'panel of a plugin');
      await page.screenshot({ path: `test-results/plugin-aside-${where}.png` });
      const say = () => page.evaluate(() => window.dispatchEvent(new CustomEvent('words-said', { detail: 'you' })));
      await say();
      await expect(page.getByText('Heard you')).toHaveCount(1);
      await page.keyboard.press('Escape');
      await expect(aside).toBeHidden();

      // Closed by the key, its plugin is told; over the panel with details, only the dialog goes.
      await act(page, 'speech.txt', 'Search words');
      await expect(dialog).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await expect(page.getByText('Another time')).toBeVisible();
    });

    test('an item of a room that asks for rights is there for those who have them', async ({ page, api, browser, baseURL }) => {
      const room = await api.room(`Rights ${where}`);
      const reader = await api.person('Rosa', `Reader${where}`);
      await api.call('PUT', `files/rooms/${room}/share`, { invitations: [{ id: reader.id, access: 2 }], notify: false });
      await put(page, 'words');
      await page.goto('/rooms');
      await expect(page.locator('#plugin-iframe')).toBeAttached();
      await page.getByRole('button', { name: `Actions for Rights ${where}` }).click();
      await page.getByRole('menuitem', { name: 'Room for words' }).click();
      await expect(page.getByText(`Rights ${where} can take more words`)).toBeVisible();
      const hers = await pageOf(browser, baseURL ?? '', reader);
      await expect(hers.locator('#plugin-iframe')).toBeAttached();
      await hers.getByRole('button', { name: `Actions for Rights ${where}` }).click();
      await expect(hers.getByRole('menuitem').first()).toBeVisible();
      await expect(hers.getByRole('menuitem', { name: 'Room for words' })).toHaveCount(0);
      await hers.context().close();
    });

    test('a plugin asks for the name of a note, and says what is wrong with it', async ({ page, api }) => {
      const room = await api.room(`Names ${where}`);
      await put(page, 'notes');
      await page.goto(`/rooms/${room}`);
      await expect(page.locator('#plugin-iframe')).toBeAttached();
      const begin = async () => {
        await page.getByRole('button', { name: 'New', exact: true }).click();
        await page.getByRole('menuitem', { name: 'Note with a name' }).click();
      };
      await begin();
      const dialog = page.getByRole('dialog', { name: 'New note' });
      const name = dialog.getByRole('textbox', { name: 'Name' });
      await expect(name).toBeFocused();
      await expect(name).toHaveValue('My note');
      await name.fill('note');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await expect(dialog.getByText('Give it a name of its own')).toBeVisible();
      await expect(name).toBeFocused();
      await name.fill('Ideas');
      await expect(dialog.getByText('Give it a name of its own')).toHaveCount(0);
      await dialog.getByRole('combobox', { name: 'Kind' }).click();
      await page.getByRole('option', { name: 'Markdown' }).click();
      await expect(dialog.getByText('.md', { exact: true })).toBeVisible();
      await expect(name, 'what was typed stays').toHaveValue('Ideas');
      await checkBoth(page, 'dialog for a new note');
      await page.screenshot({ path: `test-results/plugin-create-${where}.png` });
      await name.press('Enter');
      await expect(dialog).toBeHidden();
      await expect(page.getByText('“Ideas” is made')).toBeVisible();
      await expect(page.getByText('One note more')).toBeVisible();
      await expect(row(page, 'Ideas.md')).toBeVisible();
      await begin();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await expect(page.getByText('No note, then')).toBeVisible();
    });

    test('administrators set a plugin up by its own form', async ({ page, api }) => {
      const room = await api.room(`Setup ${where}`);
      await put(page, 'notes');
      await expect(page.locator('#plugin-iframe')).toBeAttached();
      const open = () => page.getByRole('button', { name: 'Settings of Notes' }).click();
      const dialog = page.getByRole('dialog', { name: 'Settings of Notes' });
      await expect(async () => {
        await open();
        await expect(dialog.getByRole('textbox', { name: 'Greeting' })).toHaveValue('Something new is here', { timeout: 1500 });
      }, 'the script has come').toPass();
      await checkBoth(page, 'form of a plugin');
      await page.screenshot({ path: `test-results/plugin-form-${where}.png` });
      const field = dialog.getByRole('textbox', { name: 'Greeting' });
      await field.fill('');
      await expect(dialog.getByRole('button', { name: 'Save greeting' })).toBeDisabled();
      await field.fill('Hear, hear');
      await dialog.getByRole('button', { name: 'Save greeting' }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByText('The greeting is kept')).toBeVisible();
      expect(await api.call('GET', 'settings/webplugins/notes')).toMatchObject({ enabled: true, settings: 'Hear, hear' });
      // The script that runs already knows.
      await open();
      await expect(field).toHaveValue('Hear, hear');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await page.goto(`/rooms/${room}`);
      await page.getByRole('button', { name: 'New', exact: true }).click();
      await expect(page.getByRole('menuitem', { name: 'Quick note' })).toBeVisible();
      await page.getByRole('menuitem', { name: 'New folder', exact: true }).click();
      await page.getByRole('button', { name: 'Create' }).click();
      await expect(page.getByText('Hear, hear')).toBeVisible();

      // What the server does not take stays to be mended.
      await page.goto('/settings/plugins');
      await expect(page.locator('#plugin-iframe')).toBeAttached();
      await page.route('**/settings/webplugins/notes', (route) =>
        route.request().method() === 'PUT' ? route.fulfill({ status: 403, json: { error: { message: 'Access denied' } } }) : route.fallback(),
      );
      await expect(async () => {
        await open();
        await expect(field).toHaveValue('Hear, hear', { timeout: 1500 });
      }).toPass();
      await dialog.getByRole('button', { name: 'Save greeting' }).click();
      await expect(page.getByRole('alert').filter({ hasText: 'Notes' })).toBeVisible();
      await expect(dialog).toBeVisible();
      await expect(page.getByText('The greeting is kept')).toHaveCount(0);
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
