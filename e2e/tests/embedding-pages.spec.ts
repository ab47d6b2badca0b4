// Selectors, viewers, editors and public rooms in frames of another site's page, and the React component.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import type { Api } from '../support/api.ts';
import { apiFor, PASSWORD } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { EVENTS, FRAME, Host, NOBODY, test } from '../support/site.ts';
import { expect, OWNER } from '../support/test.ts';

interface Titled {
  id: number;
  title: string;
}

interface Tokens {
  requestTokens: { id: string; primary: boolean; title: string; requestToken: string }[];
}

/** A public room with a text in it; its id, that of the text and the token of its link. */
async function publicRoom(api: Api, title: string) {
  const { id } = await api.call<Titled>('POST', 'files/rooms', { title, roomType: 'PublicRoom' });
  const text = await api.call<Titled>('POST', `files/${id}/text`, { title: 'welcome', content: 'come in' });
  const link = await api.call<{ sharedLink: { requestToken: string } }>('GET', `files/rooms/${id}/link`);
  return { id, text: text.id, token: link.sharedLink.requestToken };
}

async function strangers(browser: Browser) {
  const context = await browser.newContext({ storageState: NOBODY, locale: 'en-US' });
  return context.newPage();
}

for (const kind of ['npm', 'script'] as const) {
  test(`somebody chooses a room (${kind})`, async ({ page, api, server, site }) => {
    const { id, token } = await publicRoom(api, `Open house ${kind}`);
    await api.room(`Workshop ${kind}`);
    const wish = { ...FRAME, src: server.url, acceptButtonLabel: 'Take it', buttonColor: '#8b3a8f' };
    const host = await Host.begin(page, site, kind, 'initRoomSelector', {
      ...wish,
      showSelectorCancel: true,
      cancelButtonLabel: 'Rather not',
      showSelectorHeader: true,
    });
    await host.ready();
    const { frame } = host;
    await expect(frame.getByRole('heading', { name: 'Choose a room' })).toBeVisible();
    await expect(frame.getByRole('button', { name: 'Take it' })).toBeDisabled();
    await frame.getByRole('searchbox').fill(`Open house ${kind}`);
    await expect(frame.getByRole('button', { name: `Workshop ${kind}` })).toHaveCount(0);
    await frame.getByRole('button', { name: `Open house ${kind}` }).click();
    await frame.getByRole('button', { name: 'Take it' }).click();
    const [room, ...more] =
      await host.next<(Titled & Tokens & { icon: string; roomType: number })[]>('onSelectCallback');
    expect(more).toEqual([]);
    expect(room).toMatchObject({ id, title: `Open house ${kind}`, roomType: 6 });
    expect(typeof room?.icon).toBe('string');
    expect(room?.requestTokens).toEqual([expect.objectContaining({ primary: true, requestToken: token })]);
    expect(await host.ask('getFiles')).toBe('Wrong method for this mode');

    await frame.getByRole('button', { name: 'Rather not' }).click();
    await host.next('onCloseCallback');
    await frame.getByRole('button', { name: 'Close' }).click();
    await host.next('onCloseCallback');

    // Only rooms of a kind, and nothing more than the list.
    await host.again('initRoomSelector', { ...wish, roomType: '2', withSearch: false });
    await host.ready();
    await expect(frame.getByRole('button', { name: `Workshop ${kind}` })).toBeVisible();
    await expect(frame.getByRole('button', { name: `Open house ${kind}` })).toHaveCount(0);
    for (const role of ['searchbox', 'heading'] as const) await expect(frame.getByRole(role)).toHaveCount(0);
    await expect(frame.getByRole('button', { name: /Cancel|Rather not/ })).toHaveCount(0);
  });

  test(`somebody chooses a file (${kind})`, async ({ page, api, server, site }) => {
    const { id, token } = await publicRoom(api, `Library ${kind}`);
    const folder = await api.call<Titled>('POST', `files/folder/${id}`, { title: 'Shelf' });
    await api.call('POST', `files/${folder.id}/file`, { title: 'book.docx' });
    await api.call('POST', `files/${folder.id}/file`, { title: 'list.xlsx' });
    const wish = { ...FRAME, src: server.url };
    const host = await Host.begin(page, site, kind, 'initFileSelector', wish);
    await host.ready();
    const { frame } = host;
    await expect(frame.getByRole('button', { name: 'My documents' })).toBeVisible();
    await frame.getByRole('button', { name: `Library ${kind}` }).click();
    await expect(frame.getByRole('button', { name: 'welcome.txt' })).toBeVisible();
    await frame.getByRole('button', { name: 'Shelf' }).click();
    await frame.getByRole('button', { name: 'book.docx' }).click();
    await frame.getByRole('button', { name: 'Choose', exact: true }).click();
    const file = await host.next<Titled & Tokens>('onSelectCallback');
    expect(file).toMatchObject({ title: 'book.docx', documentType: 'word', folderId: folder.id });
    expect(file.requestTokens.map(({ requestToken }) => requestToken)).toEqual([token]);
    // The way back up.
    await frame
      .getByRole('navigation', { name: 'Path' })
      .getByRole('button', { name: `Library ${kind}` })
      .click();
    await expect(frame.getByRole('button', { name: 'welcome.txt' })).toBeVisible();

    await host.again('initFileSelector', {
      ...wish,
      id: folder.id,
      filterParam: 'XLSX',
      withBreadCrumbs: false,
      withSubtitle: false,
    });
    await host.ready();
    await expect(frame.getByRole('button', { name: 'list.xlsx' })).toBeVisible();
    await expect(frame.getByRole('button', { name: 'book.docx' })).toHaveCount(0);
    await expect(frame.getByRole('navigation', { name: 'Path' })).toHaveCount(0);
    await frame.getByRole('button', { name: 'list.xlsx' }).dblclick();
    expect(await host.next('onSelectCallback')).toMatchObject({ title: 'list.xlsx', documentType: 'cell' });

    await host.again('initFileSelector', { ...wish, selectorType: 'roomsOnly' });
    await host.ready();
    await expect(frame.getByRole('button', { name: `Library ${kind}` })).toBeVisible();
    await expect(frame.getByRole('button', { name: 'My documents' })).toHaveCount(0);
    await host.again('initFileSelector', { ...wish, selectorType: 'userFolderOnly' });
    await host.ready();
    await expect(frame.getByRole('navigation', { name: 'Path' })).toHaveText('My documents');
  });

  test(`a viewer shows a file and closes (${kind})`, async ({ page, api, server, site }) => {
    const room = await api.room(`Viewer ${kind}`);
    const { id } = await api.call<Titled>('POST', `files/${room}/text`, { title: 'letter', content: 'Dear Anna' });
    const wish = { ...FRAME, src: server.url, id };
    const host = await Host.begin(page, site, kind, 'initViewer', wish, [...EVENTS, 'onEditorCloseCallback']);
    await host.ready();
    await expect(host.frame.getByText('Dear Anna')).toBeVisible();
    await expect(host.frame.getByRole('textbox')).toHaveCount(0);
    await host.frame.getByRole('button', { name: 'Back' }).click();
    await host.next('onEditorCloseCallback');
    await expect(host.frame.getByText('Dear Anna')).toBeVisible();

    await host.again('initViewer', { ...wish, editorGoBack: false });
    await host.ready();
    await expect(host.frame.getByRole('button', { name: 'Back' })).toHaveCount(0);
    await host.again('initViewer', { ...wish, id: 99999999 });
    expect(await host.next<string>('onAppError')).toMatch(/\w/);
    await host.next('onNotFound');
  });

  test(`an editor edits (${kind})`, async ({ page, api, server, site }) => {
    const room = await api.room(`Editor ${kind}`);
    const { id } = await api.call<Titled>('POST', `files/${room}/text`, { title: 'notes', content: 'First' });
    const wish = { ...FRAME, src: server.url, id };
    const host = await Host.begin(page, site, kind, 'initEditor', wish, [...EVENTS, 'onEditorCloseCallback']);
    await host.ready();
    const surface = host.frame.getByRole('textbox', { name: /^Text of/ });
    await expect(surface).toContainText('First');
    await surface.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' and last');
    await expect(host.frame.locator('[data-state="saved"]')).toBeVisible({ timeout: 20_000 });
    expect(await host.ask('getConfig')).toMatchObject({ mode: 'editor', id });

    // Code of the page works on the document, from a place where there is nothing else.
    await page.evaluate(() => {
      type Editor = { getText: () => Promise<string>; insertText: (text: string) => void };
      void window.instance['executeInEditor']?.(
        async (editor: Editor, _asc: object, data: { name: string }) => {
          if ((await editor.getText()) !== 'First and last') throw new Error('another text');
          let outside = 'closed';
          try {
            outside = `${parent.document.title}${localStorage.length}${document.cookie}`;
          } catch {
            // As it should be.
          }
          editor.insertText(`, for ${data.name}, ${outside}`);
        },
        { name: 'Anna' },
      );
    });
    await expect(surface).toContainText('First and last, for Anna, closed');
    await host.frame.getByRole('button', { name: 'Back' }).click();
    await host.next('onEditorCloseCallback');
    const versions = await api.call<unknown[]>('GET', `files/file/${id}/history`);
    expect(versions.length).toBeGreaterThan(1);
  });

  test(`strangers look into a public room by its token (${kind})`, async ({ browser, api, server, site }) => {
    const { id, text, token } = await publicRoom(api, `Museum ${kind}`);
    const page = await strangers(browser);
    const wish = { ...FRAME, src: server.url, requestToken: token };
    const host = await Host.begin(page, site, kind, 'init', { ...wish, mode: 'public-room' });
    await host.ready();
    await expect(host.frame.getByText('welcome.txt')).toBeVisible();
    await host.again('initManager', { ...wish, rootPath: '/rooms/share', id });
    await host.ready();
    await expect(host.frame.getByText('welcome.txt')).toBeVisible();
    expect(await host.ask<Titled[]>('getFiles')).toMatchObject([{ id: text, title: 'welcome.txt' }]);
    await host.again('initViewer', { ...wish, id: text });
    await host.ready();
    await expect(host.frame.getByText('come in')).toBeVisible();
    await host.again('init', { ...wish, requestToken: 'no-such-token', mode: 'public-room' });
    await host.next('onNotFound');
    await page.context().close();
  });
}

test('a text document is written in its own editor', async ({ page, api, server, site }) => {
  const room = await api.room('Papers');
  const { id } = await api.call<Titled>('POST', `files/${room}/file`, { title: 'paper.docx' });
  const host = await Host.begin(page, site, 'npm', 'initEditor', { ...FRAME, src: server.url, id });
  await host.ready();
  // The surface of plain texts has the same name, but no tools beside it.
  await expect(host.frame.getByRole('button', { name: /bold/i }).first()).toBeVisible();
  const surface = host.frame.getByRole('textbox', { name: /^Text of/ });
  await surface.click();
  await page.keyboard.type('Written outside');
  await expect(surface).toContainText('Written outside');
  await expect(host.frame.locator('[data-state="saved"]')).toBeVisible({ timeout: 20_000 });
});

test('the React component shows the space, and takes it away', async ({ browser, ownerState, server, site }) => {
  // A context of its own: as the package puts its frame in place of React's element, React itself complains at the end.
  const context = await browser.newContext({ storageState: ownerState, locale: 'en-US' });
  const page = await context.newPage();
  await page.goto(`${site.url}/react`);
  const wish = {
    url: `${server.url}/`,
    config: { ...FRAME, frameId: 'in-react', mode: 'manager', src: '' },
    handled: EVENTS,
  };
  await page.evaluate((given) => window.mount(given), wish);
  const host = new Host(page, 'in-react');
  await host.ready();
  await expect(host.frame.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible();
  expect(await host.ask('getUserInfo')).toMatchObject({ email: OWNER.email });
  await page.evaluate(() => window.unmount());
  await expect(page.locator('iframe')).toHaveCount(0);
  await context.close();
});

test('the React component signs somebody in', async ({ browser, api, server, site }) => {
  const person = await api.person('Rita', 'React');
  const { passwordHash } = await api.hash(PASSWORD);
  const page = await strangers(browser);
  await page.goto(`${site.url}/react`);
  const config = { ...FRAME, frameId: 'in-react', mode: 'manager', src: '' };
  const wish = { url: server.url, config, handled: EVENTS, email: person.email };
  await page.evaluate((given) => window.mount(given), { ...wish, passwordHash });
  const host = new Host(page, 'in-react');
  // Two pages after each other: the one that signs in, and the one that shows.
  await expect(host.frame.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible({ timeout: 45_000 });
  expect(await host.ask('getUserInfo')).toMatchObject({ email: person.email });

  await page.goto(`${site.url}/react`);
  await page.context().clearCookies();
  await page.evaluate((given) => window.mount(given), { ...wish, passwordHash: 'wrong' });
  await host.next('onUnsuccessLogin');
  await page.context().close();
});

test('the React component hears everything, and its instance does everything', async ({ browser, api, server, site }) => {
  test.slow();
  const { id: room, text, token } = await publicRoom(api, 'React house');
  const closed = await api.room('React closed');
  const nora = await api.person('Nora', 'React');
  // In a session of its own, which ends in here.
  const owner = await apiFor(server.url);
  await owner.call('POST', 'authentication', { userName: OWNER.email, password: OWNER.password });
  const context = await browser.newContext({ storageState: await owner.cookies(), locale: 'en-US' });
  const page = await context.newPage();
  const handled = [...EVENTS, 'onEditorOpen', 'onFileManagerClick', 'onEditorCloseCallback'];
  const show = async (mode: string, more: object) => {
    await page.goto(`${site.url}/react`);
    const config = { ...FRAME, frameId: 'in-react', src: '', mode, ...more };
    await page.evaluate((given) => window.mount(given), { url: server.url, config, handled });
    return new Host(page, 'in-react');
  };

  let host = await show('room-selector', { showSelectorCancel: true, cancelButtonLabel: 'Not now' });
  await host.ready();
  await host.frame.getByRole('button', { name: 'React house' }).click();
  await host.frame.getByRole('button', { name: 'Choose', exact: true }).click();
  expect(await host.next<Titled[]>('onSelectCallback')).toMatchObject([{ id: room }]);
  await host.frame.getByRole('button', { name: 'Not now' }).click();
  await host.next('onCloseCallback');

  host = await show('file-selector', { id: room });
  await host.ready();
  await host.frame.getByRole('button', { name: 'welcome.txt' }).dblclick();
  expect(await host.next('onSelectCallback')).toMatchObject({ id: text });

  host = await show('manager', { id: room, downloadToEvent: true });
  await host.ready();
  expect(await host.ask('getFolderInfo')).toMatchObject({ id: room });
  expect(await host.ask<Titled[]>('getFiles')).toMatchObject([{ id: text }]);
  expect(await host.ask('getFolders')).toEqual([]);
  expect(await host.ask<Titled[]>('getList')).toHaveLength(1);
  expect(await host.ask<Titled[]>('getRooms', { search: 'React house' })).toMatchObject([{ id: room }]);
  expect(await host.ask('createFolder', String(room), 'By React')).toMatchObject({ parentId: room });
  expect(await host.ask('createFile', String(room), 'react.xlsx')).toMatchObject({ folderId: room });
  expect(await host.ask('createTag', 'react')).toBe('react');
  expect(await host.ask('addTagsToRoom', String(room), ['react'])).toMatchObject({ tags: ['react'] });
  expect(await host.ask('removeTagsFromRoom', String(room), ['react'])).toMatchObject({ tags: [] });
  expect(await host.ask('createRoom', 'Room by React', 'CustomRoom')).toMatchObject({ roomType: 5 });
  const hash = await host.ask<object>('getHashSettings');
  expect(await host.ask('createHash', PASSWORD, hash)).toBe((await api.hash(PASSWORD)).passwordHash);
  await host.ask('setListView', 'tile');
  await expect(host.frame.locator('[role="grid"][data-look="tiles"]')).toBeVisible();
  await host.ask('setListView', 'row');
  await host.ask('openModal', 'CreateFolder', {});
  await host.frame.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await host.frame.getByRole('row').filter({ hasText: 'welcome' }).click();
  expect(await host.ask<Titled[]>('getSelection')).toMatchObject([{ id: text }]);
  await host.frame.getByRole('button', { name: 'Actions for welcome.txt' }).click();
  await host.frame.getByRole('menuitem', { name: 'Download' }).click();
  expect(await host.next<string>('onDownload')).toContain(`fileid=${text}`);
  await host.frame.getByRole('row').filter({ hasText: 'welcome' }).dblclick();
  expect(await host.next('onFileManagerClick')).toMatchObject({ id: text });
  expect(await host.next('onEditorOpen')).toMatchObject({ id: text, action: 'edit' });
  expect(await host.ask('setConfig', { theme: 'Dark' })).toMatchObject({ theme: 'Dark' });

  host = await show('editor', { id: text });
  await host.ready();
  const surface = host.frame.getByRole('textbox', { name: /^Text of/ });
  await expect(surface).toContainText('come in');
  await page.evaluate(() => {
    type Editor = { insertText: (text: string) => void };
    void window.instance['executeInEditor']?.((editor: Editor, _asc: object, data: { more: string }) => editor.insertText(data.more), { more: ', React' });
  });
  await expect(surface).toContainText('come in, React');
  await host.frame.getByRole('button', { name: 'Back' }).click();
  await host.next('onEditorCloseCallback');

  host = await show('viewer', { id: 99999999 });
  expect(await host.next<string>('onAppError')).toMatch(/\w/);
  await host.next('onNotFound');
  host = await show('public-room', { requestToken: token });
  await host.ready();
  await expect(host.frame.getByText('welcome.txt')).toBeVisible();

  // Out, and in again as somebody who may see less.
  host = await show('system', {});
  await host.ready();
  await host.ask('logout');
  await host.next('onSignOut');
  const { passwordHash } = await api.hash(PASSWORD);
  expect(await host.ask('login', nora.email, passwordHash)).toEqual({ url: '/' });
  host = await show('manager', { id: closed });
  await host.next('onNoAccess');
  await context.close();
});

/** What the published package offers, read from its types. */
function published(file: string, from: string, until: string, name: RegExp): string[] {
  const types = join(import.meta.dirname, '../node_modules/@onlyoffice/docspace-sdk-js/dist/types', file);
  const text = readFileSync(types, 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
  const start = text.indexOf(from);
  const part = text.slice(start, text.indexOf(until, start));
  return [...part.matchAll(name)].map(([, found = '']) => found);
}

test('nothing of the package goes without a test: methods and events', () => {
  const methods = published('instance/index.d.ts', 'class SDKInstance', '\n}', /^ {4}([a-z]\w+)\(/gm);
  const events = published('types/index.d.ts', 'TFrameEvents =', '};', /^ {4}(on\w+)\?/gm);
  expect(methods).toHaveLength(26);
  expect(events).toHaveLength(13);
  // Called by every frame, by the package itself.
  const own = ['constructor', 'setIsLoaded', 'initFrame'];
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  for (const name of [...methods.filter((one) => !own.includes(one)), ...events]) {
    const [, line = ''] = new RegExp(`^\\| \`${name}\` \\|(.*)$`, 'm').exec(readme) ?? [];
    const specs = line.split(',').map((one) => one.replaceAll(/[|` ]/g, '')).filter(Boolean);
    expect(specs.length, `${name} stands in README.md`).toBeGreaterThan(0);
    for (const spec of specs) {
      const text = readFileSync(join(import.meta.dirname, `${spec}.spec.ts`), 'utf8');
      expect(text.includes(`'${name}'`) || name === 'onContentReady' || name === 'onAppReady', `${spec} asserts ${name}`).toBe(true);
    }
  }
});

test('selectors can be read by everybody', async ({ page, api, server }) => {
  await api.room('For all');
  await api.room('For some');
  for (const name of ['room-selector', 'file-selector']) {
    await page.goto(`${server.url}/sdk/${name}?header=true&cancel=true`);
    await expect(page.getByRole('button', { name: 'For all' })).toBeVisible();
    await check(page, name);
    await page.keyboard.press('Tab');
    await page.getByRole('list').getByRole('button').first().focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('list').getByRole('button').nth(1)).toBeFocused();
  }
});
