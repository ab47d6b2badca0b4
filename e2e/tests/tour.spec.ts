// The tour for those who come in for the first time.
import { type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { PASSWORD, type Somebody } from '../support/api.ts';
import { checkBoth } from '../support/axe.ts';
import { expect, PHONE, test } from '../support/test.ts';

/** Signs in through the door, on a device that knows nobody yet. */
async function comeIn(browser: Browser, baseURL: string, { email }: Somebody, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL,
    storageState: { cookies: [], origins: [] },
    locale: 'en-US',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  await enter(page, email);
  return page;
}

async function enter(page: Page, email: string): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible();
}

const stop = (page: Page, name: string) => page.getByRole('dialog', { name });

test('a newcomer is shown around by keys, once, and again when asked for', async ({ browser, server, api }) => {
  const rosa = await api.person('Rosa', 'Roundtrip', 'RoomAdmin');
  const page = await comeIn(browser, server.url, rosa);
  const start = stop(page, 'Welcome to Atrium');
  await expect(start.getByRole('button', { name: 'Show me' })).toBeFocused();
  await checkBoth(page, 'tour');
  await page.keyboard.press('Enter');
  for (const [name, at] of [['Rooms', 2], ['Make something new', 3], ['Find anything', 4], ['Invite people', 5]] as const) {
    await expect(stop(page, name)).toContainText(`${at} of 6`);
    await expect(stop(page, name).getByRole('button', { name: 'Next' })).toBeFocused();
    await checkBoth(page, name);
    await page.screenshot({ path: `test-results/tour-${at}.png` });
    await page.keyboard.press(at % 2 === 0 ? 'ArrowRight' : 'Enter');
  }
  await expect(stop(page, 'You').getByRole('button', { name: 'Done' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(stop(page, 'Invite people')).toBeVisible();
  // What stands behind waits: neither its keys nor its buttons are reached.
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Where to?')).toBeHidden();
  await page.keyboard.press('Enter');
  await stop(page, 'You').getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.reload();
  await page.context().clearCookies();
  await enter(page, rosa.email);
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.getByRole('button', { name: /profile and settings/ }).click();
  await page.getByRole('menuitem', { name: 'Show me around' }).click();
  await expect(start).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Where to?').fill('Show me');
  await page.keyboard.press('Enter');
  await expect(start).toBeVisible();
  await page.context().close();
});

test('whoever skips it is left alone; others on the same device are not', async ({ browser, server, api }) => {
  const [sven, tara] = [await api.person('Sven', 'Skipper', 'Guest'), await api.person('Tara', 'Tourist')];
  const page = await comeIn(browser, server.url, sven);
  await stop(page, 'Welcome to Atrium').getByRole('button', { name: 'Skip' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goto('about:blank');
  await page.context().clearCookies();
  await enter(page, sven.email);
  await expect(page.getByRole('button', { name: /profile and settings/ })).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goto('about:blank');
  await page.context().clearCookies();
  await enter(page, tara.email);
  await stop(page, 'Welcome to Atrium').getByRole('button', { name: 'Show me' }).click();
  await page.keyboard.press('Enter');
  // She makes no rooms: she is shown her own documents instead.
  await expect(stop(page, 'My documents')).toContainText('3 of 5');
  await page.context().close();
});

test('on a phone the drawer opens for what is in it', async ({ browser, server, api }) => {
  const pete = await api.person('Pete', 'Pocket', 'RoomAdmin');
  const page = await comeIn(browser, server.url, pete, { ...PHONE, colorScheme: 'dark' });
  await stop(page, 'Welcome to Atrium').getByRole('button', { name: 'Show me' }).tap();
  const inside = async (name: string, covered: string) => {
    const card = await stop(page, name).boundingBox();
    // The drawer has a button of its own, which waits beside the screen.
    const boxes = await Promise.all((await page.locator(`[data-tour="${covered}"]:visible`).all()).map((one) => one.boundingBox()));
    const lit = boxes.find((box) => box !== null && box.x >= 0);
    if (!card || !lit) throw new Error(`${name} is not there`);
    expect(card.x).toBeGreaterThanOrEqual(0);
    expect(card.x + card.width).toBeLessThanOrEqual(390);
    expect(card.y + card.height).toBeLessThanOrEqual(844);
    expect(card.y >= lit.y + lit.height || card.y + card.height <= lit.y, `${name} covers what it is about`).toBe(true);
  };
  for (const [name, target] of [
    ['Rooms', '/rooms'],
    ['Make something new', 'create'],
    ['Find anything', 'search'],
    ['Invite people', '/people'],
    ['You', 'profile'],
  ] as const) {
    await expect(stop(page, name)).toBeVisible();
    await checkBoth(page, `${name} on a phone`);
    await inside(name, target);
    await page.screenshot({ path: `test-results/tour-phone-${name.split(' ')[0]}.png` });
    await stop(page, name).getByRole('button', { name: /Next|Done/ }).tap();
  }
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'New room' }).first().tap();
  await expect(page.getByRole('dialog', { name: 'What kind of room?' })).toBeVisible();
  await page.context().close();
});
