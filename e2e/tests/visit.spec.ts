// Links, followed by people without an account and with one.
import { readFile } from 'node:fs/promises';
import { act, makeRoom, row, uploadText } from '../support/actions.ts';
import { PASSWORD } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { expect, PHONE, test } from '../support/test.ts';

const STRANGER = { storageState: { cookies: [], origins: [] }, locale: 'en-US' };

test('a stranger looks into a public room and takes a file along', async ({ page, browser, server }) => {
  await makeRoom(page, 'Open house', 'Public');
  await uploadText(page, { 'welcome.txt': 'come in' });
  await page.getByRole('button', { name: 'Members' }).click();
  const link = await page.getByRole('dialog').getByLabel('Link for everybody').inputValue();

  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const visitor = await context.newPage();
  await visitor.goto(link);
  await expect(visitor.getByRole('heading', { level: 1, name: 'Open house' })).toBeVisible();
  await expect(visitor.getByRole('button', { name: 'New', exact: true })).toBeHidden();
  await row(visitor, 'welcome.txt').dblclick();
  await expect(visitor.getByText('come in')).toBeVisible();
  await visitor.keyboard.press('Escape');

  const arriving = visitor.waitForEvent('download');
  await act(visitor, 'welcome.txt', 'Download');
  expect((await readFile(await (await arriving).path())).toString()).toBe('come in');
  await context.close();
});

for (const [where, options] of [
  ['desk', { colorScheme: 'dark' as const }],
  ['phone', PHONE],
] as const)
  test.describe(`on a ${where}`, () => {
    test.use(options);

    test('the password of a link is asked for, and what it allows is all there is', async ({ api, browser, server }) => {
      const { id: room } = await api.call<{ id: number }>('POST', 'files/rooms', { title: `Press ${where}`, roomType: 'PublicRoom' });
      await api.call('POST', `files/${room}/text`, { title: 'press.txt', content: 'for the press' });
      const terms = { title: 'For reviewers', access: 2, linkType: 1, password: 'Sunrise-42', denyDownload: true };
      const { sharedLink } = await api.call<{ sharedLink: { shareLink: string } }>('PUT', `files/rooms/${room}/links`, terms);
      const context = await browser.newContext({ baseURL: server.url, ...STRANGER, ...options });
      const visitor = await context.newPage();
      await visitor.goto(sharedLink.shareLink);
      await visitor.getByLabel('Password', { exact: true }).fill('wrong-One1');
      await visitor.getByRole('button', { name: 'Enter' }).click();
      await expect(visitor.getByText('That is not the password.')).toBeVisible();
      await check(visitor, 'password of a link');
      await visitor.getByLabel('Password', { exact: true }).fill('Sunrise-42');
      await visitor.getByRole('button', { name: 'Enter' }).click();
      await expect(visitor.getByRole('heading', { level: 1, name: `Press ${where}` })).toBeVisible();
      await visitor.getByRole('button', { name: 'Actions for press.txt' }).click();
      await expect(visitor.getByRole('menuitem', { name: 'Open' })).toBeVisible();
      await expect(visitor.getByRole('menuitem', { name: 'Download' })).toBeHidden();
      await check(visitor, 'public room');
      await visitor.reload();
      await expect(visitor.getByRole('heading', { level: 1, name: `Press ${where}` }), 'asked once').toBeVisible();
      await context.close();
    });

    test('a link for accounts lets nobody else in, and leads there after the sign-in', async ({ page, api, browser, server }) => {
      const ida = await api.person('Ida', `Inside ${where}`);
      const room = await api.room(`Papers ${where}`);
      const { id: memo } = await api.call<{ id: number }>('POST', `files/${room}/text`, { title: 'memo.txt', content: 'for us alone' });
      await page.goto(`/rooms/${room}`);
      await act(page, 'memo.txt', 'Share');
      const panel = page.getByRole('dialog', { name: 'Details' });
      await panel.getByRole('button', { name: 'Create link' }).click();
      await panel.getByRole('switch', { name: /Only with an account here/ }).click();
      await panel.getByRole('button', { name: 'Create link' }).click();
      const item = panel.getByRole('listitem', { name: 'Shared link' });
      await expect(item).toContainText('Accounts only');
      await check(page, 'a link for accounts');
      const link = await item.getByLabel('Shared link', { exact: true }).last().inputValue();

      const context = await browser.newContext({ baseURL: server.url, ...STRANGER, ...options });
      const visitor = await context.newPage();
      await visitor.goto(link);
      await expect(visitor.getByText('Only signed-in people may follow this link.')).toBeVisible();
      await check(visitor, 'not for strangers');
      await visitor.getByRole('link', { name: 'Go to sign-in' }).click();
      await visitor.getByLabel('E-mail').fill(ida.email);
      await visitor.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await visitor.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(visitor.getByRole('heading', { level: 1, name: 'memo.txt' })).toBeVisible();
      await expect(visitor.getByText('for us alone')).toBeVisible();
      await check(visitor, 'shared text');

      await panel.getByRole('button', { name: 'Change link “Shared link”' }).click();
      await panel.getByRole('switch', { name: /Only with an account here/ }).click();
      await panel.getByRole('button', { name: 'Save' }).click();
      await expect(item).not.toContainText('Accounts only');
      const stranger = await browser.newContext({ baseURL: server.url, ...STRANGER, ...options });
      const other = await stranger.newPage();
      await other.goto(link);
      await expect(other.getByText('for us alone')).toBeVisible();
      expect(await other.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      await stranger.close();
      await context.close();

      // The address that the API gives for it, followed by who may write: on to the editor.
      await page.goto(`/doceditor?fileid=${memo}`);
      await expect(page.getByRole('textbox', { name: 'Text of memo.txt' })).toContainText('for us alone');
    });
  });

test('a file that nothing here shows asks for the password of its link, and is then there to take along', async ({ api, browser, server }) => {
  const room = await api.room('Archives');
  const [id = 0] = await api.upload(room, 'plans.zip', Buffer.from('the plans'));
  const terms = { access: 2, primary: true, password: 'Sunrise-42' };
  const { sharedLink } = await api.call<{ sharedLink: { requestToken: string } }>('PUT', `files/file/${id}/links`, terms);
  const context = await browser.newContext({ baseURL: server.url, ...STRANGER });
  const visitor = await context.newPage();
  await visitor.goto(`/share/preview/${id}?share=${sharedLink.requestToken}`);
  await visitor.getByLabel('Password', { exact: true }).fill('Sunrise-42');
  await visitor.getByRole('button', { name: 'Enter' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: 'plans.zip' })).toBeVisible();
  await check(visitor, 'a file that is not shown');
  const arriving = visitor.waitForEvent('download');
  await visitor.getByRole('link', { name: 'Download' }).first().click();
  expect((await readFile(await (await arriving).path())).toString()).toBe('the plans');
  await context.close();
});
