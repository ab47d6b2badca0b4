// The space in a frame of another site's page, driven by the published packages and by our own script.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { apiOf, PASSWORD, type Somebody } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { EVENTS, FRAME, Host, NOBODY, Site, test } from '../support/site.ts';
import { expect, OWNER } from '../support/test.ts';

interface Titled {
  id: number;
  title: string;
}

const titles = (list: Titled[]) => list.map(({ title }) => title);

/** A page of the site in a browser of its own: nobody is signed in, or somebody is. */
async function pageOf(browser: Browser, baseURL: string, somebody?: Somebody): Promise<Page> {
  const api = somebody && (await apiOf(baseURL, somebody));
  const context = await browser.newContext({ storageState: api ? await api.cookies() : NOBODY, locale: 'en-US' });
  return context.newPage();
}

for (const kind of ['npm', 'script'] as const) {
  test(`a manager answers every method (${kind})`, async ({ page, api, server, site }) => {
    const room = await api.room(`Office ${kind}`);
    await api.call('POST', `files/${room}/text`, { title: 'plan', content: 'x' });
    await api.call('POST', `files/folder/${room}`, { title: 'Drafts' });
    const host = await Host.begin(page, site, kind, 'initManager', { ...FRAME, src: server.url, id: room });
    expect(await host.next('onAppReady')).toEqual({ frameId: 'ds-frame' });
    await host.next('onContentReady');
    await expect(host.frame.getByRole('heading', { level: 1 })).toContainText(`Office ${kind}`);
    await expect(page.locator('#ds-frame-loader')).toHaveCount(0);
    await expect(host.frame.getByRole('navigation', { name: 'Main' })).toHaveCount(0);

    expect(await host.ask('getFolderInfo')).toMatchObject({ id: room, title: `Office ${kind}`, roomType: 2 });
    expect(titles(await host.ask<Titled[]>('getFiles'))).toEqual(['plan.txt']);
    expect(titles(await host.ask<Titled[]>('getFolders'))).toEqual(['Drafts']);
    expect(titles(await host.ask<Titled[]>('getList'))).toEqual(['Drafts', 'plan.txt']);
    expect(await host.ask<Titled[]>('getSelection')).toEqual([]);
    await host.frame.getByRole('row').filter({ hasText: 'plan' }).click();
    expect(titles(await host.ask<Titled[]>('getSelection'))).toEqual(['plan.txt']);
    expect(await host.ask('getUserInfo')).toMatchObject({ email: OWNER.email, isOwner: true });
    expect(await host.ask('getConfig')).toMatchObject({ mode: 'manager', id: room });

    const folder = await host.ask<Titled>('createFolder', String(room), 'Made outside');
    expect(folder).toMatchObject({ title: 'Made outside', parentId: room });
    await expect(host.frame.getByText('Made outside')).toBeVisible();
    expect(await host.ask('createFile', String(room), 'letter.docx')).toMatchObject({
      title: 'letter.docx',
      folderId: room,
    });
    await expect(host.frame.getByText('letter.docx')).toBeVisible();

    const tag = `Tag ${kind}`;
    expect(await host.ask('createTag', tag)).toBe(tag);
    expect(await host.ask('addTagsToRoom', String(room), [tag])).toMatchObject({ tags: [tag] });
    await expect(host.frame.getByText(tag)).toBeVisible();
    expect(await host.ask('removeTagsFromRoom', String(room), [tag])).toMatchObject({ tags: [] });
    const made = await host.ask<Titled>('createRoom', `Second ${kind}`, 'EditingRoom', undefined, [tag], '1B6A59');
    expect(made).toMatchObject({ title: `Second ${kind}`, roomType: 2, tags: [tag] });
    const rooms = await host.ask<Titled[]>('getRooms', { search: `Second ${kind}`, count: '10', page: '1' });
    expect(rooms.map(({ id }) => id)).toEqual([made.id]);

    const settings = await host.ask<object>('getHashSettings');
    expect(settings).toEqual({ size: expect.any(Number), iterations: expect.any(Number), salt: expect.any(String) });
    expect(await host.ask('createHash', OWNER.password, settings)).toBe((await api.hash(OWNER.password)).passwordHash);

    await host.ask('setListView', 'tile');
    await expect(host.frame.locator('[role="grid"][data-look="tiles"]')).toBeVisible();
    await host.ask('openModal', 'CreateFolder', {});
    await expect(host.frame.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await host.ask('openModal', 'CreateFile', { extension: 'xlsx' });
    await expect(host.frame.getByRole('dialog').getByText('.xlsx')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(host.frame.getByRole('dialog')).toHaveCount(0);
    await host.ask('openModal', 'CreateRoom', {});
    await expect(host.frame.getByRole('dialog')).toContainText('What kind of room?');

    // Answers carry no numbers: they must come in the order of the questions.
    const together = await page.evaluate(() =>
      Promise.all([
        window.ask('getHashSettings'),
        window.ask('getUserInfo'),
        window.ask('createHash', 'x', { size: 256, iterations: 1, salt: 's' }),
      ]),
    );
    expect(together).toMatchObject([{ size: 256 }, { email: OWNER.email }, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    // What fails is an answer, too.
    expect(await host.ask('createFolder', '99999999', 'Nowhere')).toMatchObject({
      status: 403,
      message: expect.stringMatching(/\w/),
    });
    await host.silent('onAppError');
  });

  test(`a frame looks as the page around it wishes (${kind})`, async ({ page, api, server, site }) => {
    const room = await api.room(`Look ${kind}`);
    await api.call('POST', `files/${room}/text`, { title: 'plan', content: 'x' });
    const wish = { ...FRAME, src: server.url, id: room };
    const host = await Host.begin(page, site, kind, 'initManager', {
      ...wish,
      showTitle: false,
      disableActionButton: true,
      theme: 'Dark',
    });
    await host.ready();
    const { frame } = host;
    const scheme = () => frame.locator('html').getAttribute('data-mantine-color-scheme');
    await expect(frame.getByRole('row').filter({ hasText: 'plan' })).toBeVisible();
    await expect(frame.getByRole('heading', { level: 1 })).toHaveCount(0);
    await expect(frame.getByRole('button', { name: 'New', exact: true })).toHaveCount(0);
    await expect(frame.getByRole('searchbox')).toHaveCount(0);
    expect(await scheme()).toBe('dark');

    await host.again('initManager', {
      ...wish,
      showMenu: true,
      showFilter: true,
      showSignOut: false,
      theme: 'Base',
      viewAs: 'tile',
    });
    await host.ready();
    await expect(frame.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await expect(frame.getByRole('heading', { level: 1 })).toContainText(`Look ${kind}`);
    await expect(frame.getByRole('button', { name: 'New', exact: true })).toBeVisible();
    await expect(frame.getByRole('searchbox')).toBeVisible();
    expect(await scheme()).toBe('light');
    await frame.getByRole('button', { name: new RegExp(OWNER.name) }).click();
    await expect(frame.getByRole('menuitem', { name: 'My profile' })).toBeVisible();
    await expect(frame.getByRole('menuitem', { name: 'Sign out' })).toHaveCount(0);
    await page.keyboard.press('Escape');

    // Wishes change while the frame is there.
    expect(await host.ask('setConfig', { theme: 'Dark', showMenu: false })).toMatchObject({ theme: 'Dark', showMenu: false });
    await expect(frame.getByRole('navigation', { name: 'Main' })).toHaveCount(0);
    await expect.poll(scheme).toBe('dark');
  });

  test(`a filter leads to what it says (${kind})`, async ({ page, api, server, site }) => {
    await api.room(`Filter one ${kind}`);
    await api.room(`Filter two ${kind}`);
    const filter = { search: `Filter two ${kind}`, sortBy: 'AZ', sortOrder: 'ascending', count: '50', page: '1' };
    const host = await Host.begin(page, site, kind, 'initManager', {
      ...FRAME,
      src: server.url,
      filter,
      showFilter: true,
    });
    await host.ready();
    await expect(host.frame.getByText(`Filter two ${kind}`)).toBeVisible();
    await expect(host.frame.getByText(`Filter one ${kind}`)).toHaveCount(0);
    await expect(host.frame.getByRole('searchbox')).toHaveValue(`Filter two ${kind}`);
    await host.again('initManager', { ...FRAME, src: server.url, rootPath: '/rooms/personal/' });
    await host.ready();
    await expect(host.frame.getByRole('heading', { level: 1, name: 'My documents' })).toBeVisible();
  });

  test(`the page around hears of downloads and files (${kind})`, async ({ page, api, server, site }) => {
    const room = await api.room(`Files ${kind}`);
    await api.call('POST', `files/${room}/text`, { title: 'plan', content: 'x' });
    const wish = { ...FRAME, src: server.url, id: room, downloadToEvent: true };
    const handled = [...EVENTS, 'onEditorOpen', 'onFileManagerClick'];
    const host = await Host.begin(page, site, kind, 'initManager', wish, handled);
    await host.ready();
    const { frame } = host;
    await frame.getByRole('button', { name: 'Actions for plan.txt' }).click();
    await frame.getByRole('menuitem', { name: 'Download' }).click();
    expect(await host.next<string>('onDownload')).toMatch(
      new RegExp(`^${server.url}/filehandler\\.ashx\\?action=download&fileid=\\d+$`),
    );

    await frame.getByRole('row').filter({ hasText: 'plan' }).dblclick();
    expect(await host.next('onFileManagerClick')).toMatchObject({ title: 'plan.txt', folderId: room });
    expect(await host.next('onEditorOpen')).toMatchObject({ title: 'plan.txt', action: 'edit' });
    // The page around opens it, or nobody does.
    await expect(frame.getByRole('row').filter({ hasText: 'plan' })).toBeVisible();
    await expect(frame.getByRole('textbox', { name: /^Text of/ })).toHaveCount(0);
  });

  test(`the page around hears of places that do not open (${kind})`, async ({ browser, api, server, site }) => {
    const room = await api.room(`Closed ${kind}`);
    const person = await api.person('Nora', `Outside${kind}`);
    const page = await pageOf(browser, server.url, person);
    const host = await Host.begin(page, site, kind, 'initManager', { ...FRAME, src: server.url, id: room });
    await host.next('onNoAccess');
    await host.again('initManager', { ...FRAME, src: server.url, id: 99999999 });
    await host.next('onNotFound');
    await page.context().close();
  });

  test(`somebody signs in and out through the system page (${kind})`, async ({ browser, api, server, site }) => {
    const person = await api.person('Sina', `System${kind}`);
    const page = await pageOf(browser, server.url);
    const host = await Host.begin(page, site, kind, 'initSystem', { ...FRAME, src: server.url });
    await host.ready();
    // Nobody: the packages make an empty object of nothing.
    expect(await host.ask('getUserInfo')).toEqual({});
    const settings = await host.ask<object>('getHashSettings');
    const hash = await host.ask<string>('createHash', PASSWORD, settings);
    expect(await host.ask('login', person.email, 'wrong')).toMatchObject({
      status: 401,
      message: expect.stringMatching(/\w/),
    });
    expect(await host.ask('login', person.email, hash)).toEqual({ url: '/' });
    expect(await host.ask('getUserInfo')).toMatchObject({ email: person.email });
    expect(await host.ask('getFiles')).toBe('Wrong method for this mode');
    await host.ask('logout');
    await host.next('onSignOut');
    expect(await host.ask('getUserInfo')).toEqual({});
    await page.context().close();
  });

  test(`somebody signs in inside the frame (${kind})`, async ({ browser, api, server, site }) => {
    const person = await api.person('Fred', `Frame${kind}`, 'RoomAdmin');
    const page = await pageOf(browser, server.url);
    const host = await Host.begin(page, site, kind, 'initManager', { ...FRAME, src: server.url, showMenu: true });
    await host.ready();
    await host.frame.getByLabel('E-mail').fill(person.email);
    await host.frame.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await host.frame.getByRole('button', { name: 'Sign in', exact: true }).click();
    await host.next('onAuthSuccess');
    await expect(host.frame.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible();
    expect(await host.ask('getUserInfo')).toMatchObject({ email: person.email });
    await host.frame.getByRole('button', { name: new RegExp(person.name) }).click();
    await host.frame.getByRole('menuitem', { name: 'Sign out' }).click();
    await host.next('onSignOut');
    await expect(host.frame.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
    await page.context().close();
  });

  test(`a frame goes and its place stays (${kind})`, async ({ page, server, site }) => {
    const host = await Host.begin(page, site, kind, 'initManager', {
      ...FRAME,
      src: server.url,
      destroyText: 'Nothing here',
    });
    await host.ready();
    await host.ask('destroyFrame');
    await expect(page.locator('#ds-frame')).toHaveText('Nothing here');
    await expect(page.locator('#ds-frame')).toHaveClass('place');
    await expect(page.locator('iframe')).toHaveCount(0);
  });

  test(`a site that is not allowed shows nothing of the space (${kind})`, async ({
    browser,
    server,
    ownerState,
    site,
  }) => {
    const other = await Site.open(server.url);
    const context = await browser.newContext({ storageState: ownerState, locale: 'en-US' });
    const page = await context.newPage();
    const host = await Host.begin(page, other, kind, 'initManager', { ...FRAME, src: server.url });
    expect(await host.next('onAppError')).toBe(
      'The current domain is not set in the Content Security Policy (CSP) settings.',
    );
    await expect(host.frame.getByText(/The current domain is not set/)).toBeVisible();

    // Who does not look at the list is refused by the browser.
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await host.again('initManager', { ...FRAME, src: server.url, checkCSP: false });
    await refused;
    await host.silent('onAppReady');
    expect(site.url).not.toBe(other.url);
    await context.close();
    await other.stop();
  });
}

test('the script begins by its address alone', async ({ page, api, server, site }) => {
  await api.room('By address');
  const wish = `src=${encodeURIComponent(server.url)}&mode=manager&frameId=ds-frame&search=By+address&showFilter=true&init=true`;
  await page.goto(`${site.url}/auto?api=${encodeURIComponent(wish)}`);
  const frame = page.frameLocator('iframe#ds-frame');
  await expect(frame.getByText('By address')).toBeVisible();
  await expect(frame.getByRole('searchbox')).toHaveValue('By address');
});

test('the example of the guide works as it stands there', async ({ page, server, site }) => {
  const guide = readFileSync(join(import.meta.dirname, '../../docs/embedding.md'), 'utf8');
  const [, example = ''] = /## An example\n\n((?: {4}.*\n|\n)+)/.exec(guide) ?? [];
  site.pages.set('/guide', example.replaceAll('https://office.example.org', server.url));
  const told = page.waitForEvent('console', (message) => message.type() === 'log');
  await page.goto(`${site.url}/guide`);
  const frame = page.frameLocator('iframe#ds-frame');
  await expect(frame.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible();
  await expect(frame.getByRole('searchbox')).toBeVisible();
  expect(await (await told).args()[0]?.jsonValue()).toMatchObject({ email: OWNER.email });
});

test('every version of the script is there, for any site', async ({ request, server }) => {
  const texts = new Set<string>();
  for (const path of ['sdk/1.0.0', 'sdk/1.0.1', 'sdk/2.0.0', 'sdk/2.1.0', 'sdk/2.2.0', '.']) {
    const answer = await request.get(`${server.url}/static/scripts/${path}/api.js`);
    expect(answer.status(), path).toBe(200);
    expect(answer.headers()['content-type']).toContain('javascript');
    expect(answer.headers()['cache-control']).toContain('no-cache');
    const tag = answer.headers()['etag'] ?? '';
    const again = await request.get(`${server.url}/static/scripts/${path}/api.js`, {
      headers: { 'if-none-match': tag },
    });
    expect(again.status()).toBe(304);
    texts.add(await answer.text());
  }
  expect(texts.size).toBe(1);
});

test('only the page around a frame is answered', async ({ page, server, site }) => {
  const host = await Host.begin(page, site, 'npm', 'initManager', { ...FRAME, src: server.url });
  await host.ready();
  // A frame beside it says the same words; the one of the space must not answer it, nor do what it says.
  const heard = await page.evaluate(async (src) => {
    const other = document.createElement('iframe');
    document.body.append(other);
    const words: string[] = [];
    window.addEventListener('message', ({ data }) => words.push(String(data)));
    const script = other.contentDocument?.createElement('script');
    if (!script) throw new Error('no frame');
    const message = { frameId: 'ds-frame', type: '', data: { type: 'method', methodName: 'getUserInfo', data: null } };
    script.textContent = `parent.frames[0].postMessage(${JSON.stringify(JSON.stringify(message))}, ${JSON.stringify(src)})`;
    other.contentDocument?.body.append(script);
    // Own questions take their way after the other's; the answer to the last one is heard by the package first.
    await window.ask('getHashSettings');
    await window.ask('getHashSettings');
    return words;
  }, server.url);
  expect(heard.filter((text) => text.includes('onMethodReturn'))).toHaveLength(1);
  expect(heard.join()).not.toContain(OWNER.email);
});

test('the settings name the site, and how its page shows the space', async ({ page, server, site }) => {
  await page.goto('/developer-tools/javascript-sdk');
  await expect(page).toHaveURL(/\/settings\/embedding$/);
  await expect(page.getByText(site.url)).toBeVisible();
  await expect(page.getByText(`${server.url}/static/scripts/sdk/2.1.0/api.js`)).toBeVisible();
  await check(page, 'embedding');
});
