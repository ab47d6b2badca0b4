// Where mailed links lead: passwords, addresses, invitations, goodbyes; and the words at a closed door.
import type { Browser, Page } from '@playwright/test';
import { apiFor, PASSWORD } from '../support/api.ts';
import { mailedLink } from '../support/mail.ts';
import { startServer } from '../support/server.ts';
import { declineTour, expect, forgetWhoIsHere, OWNER, passWizard, test } from '../support/test.ts';

async function stranger(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] }, locale: 'en-US' });
  const page = await context.newPage();
  await declineTour(page);
  return page;
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a forgotten password is replaced by a mailed link, which works once', async ({ browser, server, api }) => {
  const fay = await api.person('Fay', 'Forgetful');
  await api.call('PUT', 'settings/security/password', { minLength: 10, upperCase: true, digits: true, specSymbols: false });
  const page = await stranger(browser, server.url);
  try {
    await page.goto('/login');
    await page.getByRole('button', { name: 'Forgot your password?' }).click();
    await page.getByRole('dialog').getByLabel('E-mail').fill(fay.email);
    await page.getByRole('button', { name: 'Send link' }).click();
    await expect(page.getByRole('dialog').getByRole('status')).toContainText(fay.email);
    const link = await mailedLink(server, fay.email, 'A new password');
    await page.goto(link);
    await page.getByLabel('New password').fill('too-short');
    const rules = page.getByRole('listitem');
    await expect(rules.filter({ hasText: '10 to 30 characters' })).toHaveAttribute('data-state', 'broken');
    await expect(rules.filter({ hasText: 'Letters A to Z' })).toHaveAttribute('data-state', 'kept');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Choose a password that keeps all of these.')).toBeVisible();
    await page.getByLabel('New password').fill('Evening-Star-8');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Go to sign-in' }).click();
    await signIn(page, fay.email, 'Evening-Star-8');
    await expect(page).toHaveURL(/\/rooms$/);
    await forgetWhoIsHere(page);
    await page.goto(link);
    await expect(page.getByRole('heading', { name: 'This link leads nowhere' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Forgot your password?' })).toBeVisible();
  } finally {
    await api.call('PUT', 'settings/security/password', { minLength: 8, upperCase: false, digits: false, specSymbols: false });
    await page.context().close();
  }
});

test('a user changes the address by a link to the new one', async ({ browser, server, api }) => {
  const moe = await api.person('Moe', 'Moving');
  const page = await stranger(browser, server.url);
  await page.goto('/login?next=/profile');
  await signIn(page, moe.email, PASSWORD);
  await page.getByRole('button', { name: 'Change address' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change address' });
  await dialog.getByLabel('New address').fill('moe.moved@atrium.example');
  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(dialog.getByRole('status')).toContainText('moe.moved@atrium.example');
  await page.goto(await mailedLink(server, 'moe.moved@atrium.example', 'Change of your e-mail'));
  await page.getByRole('button', { name: 'Use this address' }).click();
  await expect(page.getByRole('heading', { name: 'Your address is changed' })).toBeVisible();
  await forgetWhoIsHere(page);
  await page.goto('/login');
  await signIn(page, 'moe.moved@atrium.example', PASSWORD);
  await expect(page).toHaveURL(/\/rooms$/);
  await page.context().close();
});

test('an administrator has a new address at once and signs in anew', async ({ browser, server, api }) => {
  const amy = await api.person('Amy', 'Atonce', 'DocSpaceAdmin');
  const page = await stranger(browser, server.url);
  await page.goto('/login?next=/profile');
  await signIn(page, amy.email, PASSWORD);
  await page.getByRole('button', { name: 'Change address' }).click();
  await page.getByRole('dialog').getByLabel('New address').fill('amy.new@atrium.example');
  await page.getByRole('dialog').getByRole('button', { name: 'Change', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await signIn(page, 'amy.new@atrium.example', PASSWORD);
  await expect(page).toHaveURL(/\/rooms$/);
  await page.context().close();
});

test('a new address is confirmed by following its link', async ({ browser, server, api }) => {
  const eva = await api.person('Eva', 'Activated');
  const page = await stranger(browser, server.url);
  await page.goto('/login');
  await signIn(page, eva.email, PASSWORD);
  await expect(page).toHaveURL(/\/rooms$/);
  await api.call('PUT', 'people/invite', { userIds: [eva.id] });
  await page.goto(await mailedLink(server, eva.email, 'Confirm your e-mail'));
  await expect(page.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible();
  expect((await api.call('GET', `people/${eva.id}`))['activationStatus']).toBe(1);
  await page.context().close();
});

test('somebody leaves the space by a mailed link', async ({ browser, server, api }) => {
  const leo = await api.person('Leo', 'Leaver');
  const page = await stranger(browser, server.url);
  await page.goto('/login?next=/profile');
  await signIn(page, leo.email, PASSWORD);
  await page.getByRole('button', { name: 'Delete my profile' }).click();
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByText('A link for the deletion is on its way')).toBeVisible();
  await page.goto(await mailedLink(server, leo.email, 'Delete your profile'));
  await expect(page.getByRole('heading', { name: 'Delete your profile?' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete my profile' }).click();
  await expect(page.getByRole('heading', { name: 'Your profile is deleted' })).toBeVisible();
  await page.goto('/login');
  await signIn(page, leo.email, PASSWORD);
  await expect(page.getByRole('alert')).toBeVisible();
  await page.context().close();
});

test('a mailed invitation is for one person, and says so to others', async ({ browser, page, server, api }) => {
  const email = 'pia.invited@atrium.example';
  await api.call('POST', 'people/invite', { invitations: [{ type: 'User', email }] });
  const link = await mailedLink(server, email, `${OWNER.name} invites you`);
  await page.goto(link);
  await expect(page.getByText(`The invitation is for ${email}`)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Stay signed in' })).toBeVisible();

  const fresh = await stranger(browser, server.url);
  await fresh.goto(link);
  await expect(fresh.getByLabel('E-mail')).toHaveValue(email);
  await fresh.getByLabel('First name').fill('Pia');
  await fresh.getByLabel('Last name').fill('Invited');
  await fresh.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await fresh.getByRole('button', { name: 'Join' }).click();
  await expect(fresh).toHaveURL(/\/rooms$/);
  await forgetWhoIsHere(fresh);
  await fresh.goto(link);
  await expect(fresh.getByRole('heading', { name: 'You are already in' })).toBeVisible();
  await fresh.context().close();
});

test('the link of a room makes a newcomer its guest, and lets in who has an account', async ({ browser, server, api }) => {
  const room = await api.room('Garden plans');
  const made = await api.call<{ sharedLink: { shareLink: string } }>('PUT', `files/rooms/${room}/links`, {
    linkType: 0,
    access: 10,
  });
  const link = made.sharedLink.shareLink;
  const page = await stranger(browser, server.url);
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'You are invited to “Garden plans”' })).toBeVisible();
  await page.getByLabel('First name').fill('Gil');
  await page.getByLabel('Last name').fill('Gardener');
  await page.getByLabel('E-mail').fill('gil.gardener@atrium.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page).toHaveURL(new RegExp(`/rooms/${room}$`));
  await expect(page.getByRole('heading', { name: 'Garden plans' })).toBeVisible();
  await page.context().close();

  const una = await api.person('Una', 'Upstairs');
  const other = await stranger(browser, server.url);
  await other.goto(link);
  await other.getByRole('link', { name: 'Sign in' }).click();
  await signIn(other, una.email, PASSWORD);
  await expect(other).toHaveURL(new RegExp(`/rooms/${room}$`));
  await expect(other.getByRole('heading', { name: 'Garden plans' })).toBeVisible();
  await other.context().close();
});

test('a shared guest is put on a colleague’s list', async ({ browser, server, api }) => {
  const gus = await api.person('Gus', 'Shared', 'Guest');
  const rob = await api.person('Rob', 'Colleague', 'RoomAdmin');
  const link = await api.call<string>('GET', `people/guests/${gus.id}/share`);
  const page = await stranger(browser, server.url);
  await page.goto(link);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, rob.email, PASSWORD);
  await expect(page.getByRole('heading', { name: 'A guest is shared with you' })).toBeVisible();
  await page.getByRole('button', { name: 'Put on my list' }).click();
  await page.getByRole('link', { name: 'Go on' }).click();
  await expect(page).toHaveURL(/\/people\/guests$/);
  await expect(page.getByText('Gus Shared')).toBeVisible();
  await page.context().close();
});

test('the door says why somebody does not come in', async ({ browser, server, api }) => {
  const dee = await api.person('Dee', 'Disabled');
  await api.call('PUT', 'people/status/2', { userIds: [dee.id] });
  const page = await stranger(browser, server.url);
  await page.goto('/login');
  await signIn(page, dee.email, PASSWORD);
  await expect(page.getByRole('alert')).toContainText('This account is disabled');
  for (let attempt = 0; attempt < 6; attempt += 1) {
    await signIn(page, 'nobody@atrium.example', 'not the password');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  }
  await expect(page.getByRole('alert')).toContainText('Too many attempts');
  await page.goto('/confirm/PasswordChange?type=PasswordChange&key=1.ABC&encemail=x&uid=y');
  await expect(page.getByText('The link is not valid')).toBeVisible();
  await page.goto('/confirm/Nonsense?type=Nonsense&key=1.ABC');
  await expect(page.getByRole('heading', { name: 'This link leads nowhere' })).toBeVisible();
  await page.context().close();
});

test('who cannot get in writes to the administrators or asks for an invitation', async ({ browser, server, api }) => {
  await api.call('POST', 'settings/messagesettings', { turnOn: true });
  await api.call('POST', 'settings/maildomainsettings', { type: 1, domains: ['trusted.example'], inviteUsersAsVisitors: false });
  const page = await stranger(browser, server.url);
  try {
    await page.goto('/login');
    await page.getByRole('button', { name: 'Write to the administrators' }).click();
    await page.getByRole('dialog').getByLabel('E-mail').fill('lost@somewhere.example');
    await page.getByRole('dialog').getByLabel('Message').fill('I lost my phone and my password.');
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await expect(page.getByRole('dialog').getByRole('status')).toContainText('on its way to the administrators');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Ask for an invitation' }).click();
    await expect(page.getByRole('dialog')).toContainText('trusted.example');
    await page.getByRole('dialog').getByLabel('E-mail').fill('new@trusted.example');
    await page.getByRole('dialog').getByRole('button', { name: 'Send link' }).click();
    await expect(page.getByRole('dialog').getByRole('status')).toContainText('new@trusted.example');
    await page.goto(await mailedLink(server, 'new@trusted.example', 'Join'));
    await page.getByLabel('First name').fill('Nell');
    await page.getByLabel('Last name').fill('Trusted');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Join' }).click();
    await expect(page).toHaveURL(/\/rooms$/);
  } finally {
    await api.call('POST', 'settings/messagesettings', { turnOn: false });
    await api.call('POST', 'settings/maildomainsettings', { type: 0, domains: [], inviteUsersAsVisitors: false });
    await page.context().close();
  }
});

test('the space is closed by a link and opened by another', async ({ browser }) => {
  const own = await startServer();
  try {
    const owner = await apiFor(own.url, await passWizard(browser, own.url));
    await owner.call('POST', 'portal/suspend');
    const page = await stranger(browser, own.url);
    const [close, open] = [await mailedLink(own, OWNER.email, 'Suspend', 0), await mailedLink(own, OWNER.email, 'Suspend', 1)];
    await page.goto(close);
    await page.getByRole('button', { name: 'Close the space' }).click();
    await expect(page.getByRole('heading', { name: 'The space is closed' })).toBeVisible();
    await page.goto('/rooms');
    await expect(page.getByRole('heading', { name: 'This space is closed' })).toBeVisible();
    await page.goto(open);
    await page.getByRole('button', { name: 'Open the space' }).click();
    await page.getByRole('link', { name: 'Go to sign-in' }).click();
    await signIn(page, OWNER.email, OWNER.password);
    await expect(page).toHaveURL(/\/rooms$/);
    await page.context().close();
  } finally {
    await own.stop();
  }
});
