// Passkeys, with an authenticator that Chromium plays. They are bound to a name, so these pages live at localhost.
import type { Browser, CDPSession, Page } from '@playwright/test';
import { PASSWORD, type Somebody } from '../support/api.ts';
import { type Server } from '../support/server.ts';
import { declineTour, expect, forgetWhoIsHere, test } from '../support/test.ts';

interface Device {
  page: Page;
  /** Whether its person agrees when asked for fingerprint or PIN. */
  agree: (yes: boolean) => Promise<void>;
  close: () => Promise<void>;
}

async function device(browser: Browser, server: Server): Promise<Device> {
  const baseURL = server.url.replace('127.0.0.1', 'localhost');
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] }, locale: 'en-US' });
  const page = await context.newPage();
  await declineTour(page);
  const cdp: CDPSession = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    page,
    agree: async (isUserVerified) => void (await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })),
    close: () => context.close(),
  };
}

async function signIn(page: Page, { email }: Somebody): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.goto('/profile/security');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click();
}

test('a passkey is made, opens the door, is renamed and deleted', async ({ browser, server, api }) => {
  const pat = await api.person('Pat', 'Passkey');
  const { page, close } = await device(browser, server);
  await signIn(page, pat);
  await expect(page).toHaveURL(/\/rooms$/);
  await addPasskey(page, 'My laptop');
  const section = page.getByRole('region', { name: 'Passkeys' });
  await expect(section.getByRole('listitem')).toContainText('never used');

  await forgetWhoIsHere(page);
  await page.goto('/login?next=/profile/security');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page).toHaveURL(/\/profile\/security$/);
  await expect(page.getByRole('button', { name: /Pat Passkey: profile/ })).toBeVisible();
  await expect(section.getByRole('listitem')).toContainText('last used');

  await section.getByRole('button', { name: 'Rename My laptop' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Old laptop');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await section.getByRole('button', { name: 'Delete Old laptop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete passkey' }).click();
  await expect(section.getByRole('listitem')).toHaveCount(0);

  await forgetWhoIsHere(page);
  await page.goto('/login');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('alert')).toContainText('not known here');
  await close();
});

test('who declines is where they were', async ({ browser, server, api }) => {
  const dot = await api.person('Dot', 'Declines');
  const { page, agree, close } = await device(browser, server);
  await signIn(page, dot);
  await expect(page).toHaveURL(/\/rooms$/);
  await agree(false);
  await addPasskey(page, 'No thanks');
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('No passkey was made');
  await agree(true);
  await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('region', { name: 'Passkeys' }).getByRole('listitem')).toHaveCount(1);
  await close();
});

test('an address without a name has no passkeys, and says so', async ({ page }) => {
  await page.goto('/profile/security');
  await expect(page.getByText('This browser cannot make passkeys at this address')).toBeVisible();
});
