// The second factor: switched on, set up, shown, lost, reset. On a server of its own, since it signs everybody out.
import type { Browser, Page } from '@playwright/test';
import { type Api, apiFor, PASSWORD } from '../support/api.ts';
import { type Server, startServer } from '../support/server.ts';
import { declineTour, expect, forgetWhoIsHere, openSpace, OWNER, test } from '../support/test.ts';
import { totp } from '../support/totp.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let api: Api;
/** Keys of the apps, by address. */
const keys: Record<string, string> = {};
/** A code works once; the next one is taken from the steps to come, which the server allows. */
const used: Record<string, number> = {};
let backup = '';

function code(email: string): string {
  const step = used[email] ?? 0;
  used[email] = step + 1;
  return totp(keys[email] ?? '', step);
}

async function stranger(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] }, locale: 'en-US' });
  const page = await context.newPage();
  await declineTour(page);
  return page;
}

async function password(page: Page, email: string, secret: string): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Photographs the key and types the first code; true once the backup codes are there. */
async function setUp(page: Page, email: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Set up your second factor' })).toBeVisible();
  await expect(page.getByRole('img', { name: `QR code for ${email}` })).toBeVisible();
  await page.getByRole('button', { name: 'I cannot photograph it' }).click();
  keys[email] = await page.getByRole('textbox', { name: 'Key to type into the app' }).inputValue();
  used[email] = 0;
  await page.getByLabel('Code from the app').fill('000000');
  await expect(page.getByRole('alert')).toContainText('not right');
  await page.getByLabel('Code from the app').fill(code(email));
  await expect(page.getByRole('heading', { name: 'Your app is linked' })).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(5);
}

test.beforeAll(async () => {
  server = await startServer();
  api = await apiFor(server.url, await openSpace(server.url));
  // Before the factor is on: that ends this session, too.
  await api.person('Uma', 'User');
  await api.person('Pia', 'Passkey');
});

test.afterAll(async () => {
  await api.dispose();
  await server.stop();
});

test('an administrator asks everybody for it, and goes on to set up the own app', async ({ browser }) => {
  const page = await stranger(browser);
  await password(page, OWNER.email, OWNER.password);
  await expect(page).toHaveURL(/\/rooms$/);
  await page.goto('/settings');
  const section = page.getByRole('region', { name: 'Second factor' });
  await section.getByRole('switch', { name: 'Ask everybody for a second factor' }).press('Space');
  await section.getByRole('combobox', { name: 'Trusted addresses' }).fill('office');
  await page.keyboard.press('Enter');
  await expect(section.getByText('Not an address or a range: office')).toBeVisible();
  await expect(section.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.keyboard.press('Backspace');
  await section.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog', { name: 'Ask for a second factor?' }).getByRole('button', { name: 'Save' }).click();
  await setUp(page, OWNER.email);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page).toHaveURL(/\/rooms$/);
  await page.context().close();
});

test('somebody sets up an app at the next sign-in, and shows a code at the one after', async ({ browser }) => {
  const email = 'uma.user@atrium.example';
  const page = await stranger(browser);
  await password(page, email, PASSWORD);
  await setUp(page, email);
  backup = (await page.getByRole('listitem').first().innerText()).trim();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page).toHaveURL(/\/rooms$/);

  await forgetWhoIsHere(page);
  await password(page, email, PASSWORD);
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await expect(page.getByLabel('Code from the app')).toBeFocused();
  await page.keyboard.type(code(email));
  await expect(page).toHaveURL(/\/rooms$/);
  await page.context().close();
});

test('a backup code opens the door once', async ({ browser }) => {
  const email = 'uma.user@atrium.example';
  const page = await stranger(browser);
  for (const works of [true, false]) {
    await forgetWhoIsHere(page);
    await password(page, email, PASSWORD);
    await page.getByRole('button', { name: 'Use a backup code instead' }).click();
    await page.getByLabel('Backup code').fill(backup);
    await page.keyboard.press('Enter');
    if (works) await expect(page).toHaveURL(/\/rooms$/);
    else await expect(page.getByRole('alert')).toContainText('not right');
  }
  await page.getByRole('button', { name: 'Use the app instead' }).click();
  await page.getByLabel('Code from the app').fill(code(email));
  await expect(page).toHaveURL(/\/rooms$/);

  await page.goto('/profile/security');
  await page.getByRole('button', { name: 'Backup codes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Backup codes' });
  await expect(dialog.getByRole('listitem').filter({ hasText: 'used' })).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Make new codes' }).click();
  await expect(dialog.getByText(backup)).toBeHidden();
  await expect(dialog.getByRole('listitem')).toHaveCount(5);
  await page.context().close();
});

test('an administrator resets the factor of somebody who lost the phone', async ({ browser }) => {
  const page = await stranger(browser);
  await password(page, OWNER.email, OWNER.password);
  await page.getByLabel('Code from the app').fill(code(OWNER.email));
  await expect(page).toHaveURL(/\/rooms$/);
  await page.goto('/people?q=uma');
  await page.getByRole('button', { name: 'Actions for Uma User' }).click();
  await page.getByRole('menuitem', { name: 'Reset second factor' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset second factor' }).click();
  await expect(page.getByText('Uma User sets up a new second factor')).toBeVisible();

  const uma = await stranger(browser);
  await password(uma, 'uma.user@atrium.example', PASSWORD);
  await expect(uma.getByRole('heading', { name: 'Set up your second factor' })).toBeVisible();
  await uma.context().close();
  await page.context().close();
});

test('one uses another app, and the first one is void', async ({ browser }) => {
  const page = await stranger(browser);
  await password(page, OWNER.email, OWNER.password);
  await page.getByLabel('Code from the app').fill(code(OWNER.email));
  await expect(page).toHaveURL(/\/rooms$/);
  const before = keys[OWNER.email];
  await page.goto('/profile/security');
  await page.getByRole('button', { name: 'Use another app' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Use another app' }).click();
  await setUp(page, OWNER.email);
  expect(keys[OWNER.email]).not.toBe(before);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page).toHaveURL(/\/rooms$/);
  await page.context().close();
});

test('a passkey takes the place of the code', async ({ browser }) => {
  const email = 'pia.passkey@atrium.example';
  const context = await browser.newContext({
    baseURL: server.url.replace('127.0.0.1', 'localhost'),
    storageState: { cookies: [], origins: [] },
    locale: 'en-US',
  });
  const page = await context.newPage();
  await declineTour(page);
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await password(page, email, PASSWORD);
  await setUp(page, email);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.goto('/profile/security');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Phone');
  await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('region', { name: 'Passkeys' }).getByRole('listitem')).toHaveCount(1);

  await forgetWhoIsHere(page);
  await password(page, email, PASSWORD);
  await expect(page.getByLabel('Code from the app')).toBeVisible();
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page).toHaveURL(/\/rooms$/);
  await context.close();
});
