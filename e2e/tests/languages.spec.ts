// Languages: chosen in the menu or the profile, kept with the account, fetched only when somebody wants them.
import { type Api, apiOf } from '../support/api.ts';
import { expect, PHONE, test } from '../support/test.ts';

/** "Rooms" at the head of the first screen. */
const ROOMS: Record<string, string> = {
  de: 'Räume',
  es: 'Salas',
  fr: 'Salles',
  it: 'Stanze',
  ja: 'ルーム',
  pt: 'Salas',
  ru: 'Комнаты',
  zh: '房间',
};

const culture = async (own: Api) => (await own.call<{ cultureName?: string }>('GET', 'people/@self')).cultureName;

test('a language chosen in the menu changes the page at once, stays, and is there on other devices', async ({
  browser,
  server,
  api,
}) => {
  const own = await apiOf(server.url, await api.person('Lena', 'Language'));
  const context = await browser.newContext({ baseURL: server.url, storageState: await own.cookies(), locale: 'en-US' });
  const page = await context.newPage();
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto('/rooms');
  await expect(page.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible();
  // Those who read English fetch no other language.
  expect(fetched.filter((path) => /\/assets\/(de|es|fr|it|ja|pt|ru|zh)-/.test(path))).toEqual([]);

  await page.getByRole('button', { name: /profile and settings/ }).click();
  await page.getByRole('menuitemradio', { name: '日本語' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'ルーム' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('ja');
  await expect.poll(() => culture(own)).toBe('ja-JP');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'ルーム' })).toBeVisible();
  await context.close();

  const other = await browser.newContext({ baseURL: server.url, storageState: await own.cookies(), locale: 'fr-FR' });
  const elsewhere = await other.newPage();
  await elsewhere.goto('/profile');
  await elsewhere.getByRole('combobox', { name: '言語' }).click();
  await elsewhere.getByRole('option', { name: 'English' }).click();
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'My profile' })).toBeVisible();
  await expect.poll(() => culture(own)).toBe('en-US');
  // Away from the screen and back: what was chosen last counts.
  await elsewhere.goto('/rooms');
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible();
  await other.close();
  await own.dispose();
});

test('every browser is greeted in its language', async ({ browser, server, api }) => {
  const own = await apiOf(server.url, await api.person('Paul', 'Polyglot'));
  for (const [language, rooms] of Object.entries(ROOMS)) {
    const context = await browser.newContext({
      baseURL: server.url,
      storageState: await own.cookies(),
      locale: language,
    });
    const page = await context.newPage();
    await page.goto('/rooms');
    await expect(page.getByRole('heading', { level: 1, name: rooms })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
    await context.close();
  }
  await own.dispose();
});

test('the list of languages fits a phone', async ({ browser, server, api }) => {
  const own = await apiOf(server.url, await api.person('Toni', 'Thumb'));
  const context = await browser.newContext({
    ...PHONE,
    baseURL: server.url,
    storageState: await own.cookies(),
    locale: 'en-US',
  });
  const page = await context.newPage();
  await page.goto('/rooms');
  await page.getByRole('banner').getByRole('button', { name: 'Menu' }).tap();
  await page.getByRole('button', { name: /profile and settings/ }).tap();
  const last = page.getByRole('menuitemradio', { name: '中文（简体）' });
  await expect(last).toBeInViewport({ ratio: 1 });
  await last.tap();
  await expect(page.getByRole('heading', { level: 1, name: '房间' })).toBeVisible();
  await context.close();
  await own.dispose();
});
