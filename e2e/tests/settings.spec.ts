// Settings of the space: rules for signing in, who comes in and from where, the owner.
import type { Page } from '@playwright/test';
import { section } from '../support/actions.ts';
import { mailedLink } from '../support/mail.ts';
import { apiOf } from '../support/api.ts';
import { expect, OWNER, test } from '../support/test.ts';

async function save(page: Page, name: string): Promise<void> {
  await section(page, name).getByRole('button', { name: 'Save' }).click();
}

test('rules for passwords and attempts are changed, refused in words, and put back', async ({ page, api }) => {
  await page.goto('/settings');
  const passwords = section(page, 'Passwords');
  await passwords.getByLabel('Shortest length').fill('12');
  await passwords.getByLabel('A digit').check();
  await save(page, 'Passwords');
  await expect(page.getByText('The settings are saved')).toBeVisible();
  await expect(passwords.getByRole('button', { name: 'Save' })).toBeHidden();
  expect(await api.call('GET', 'settings/security/password')).toMatchObject({ minLength: 12, digits: true });
  await passwords.getByLabel('Shortest length').fill('8');
  await passwords.getByLabel('A digit').uncheck();
  await save(page, 'Passwords');

  const limits = section(page, 'Failed attempts');
  await limits.getByLabel('Attempts').fill('7');
  await save(page, 'Failed attempts');
  await expect.poll(async () => (await api.call('GET', 'settings/security/loginsettings'))['attemptCount']).toBe(7);
  await limits.getByRole('button', { name: 'Back to the usual values' }).click();
  await expect(limits.getByLabel('Attempts')).toHaveValue('5');

  await page.route('**/settings/security/password', (route) =>
    route.request().method() === 'PUT'
      ? route.fulfill({ status: 400, json: { error: { message: 'Not like this' } } })
      : route.continue(),
  );
  await passwords.getByLabel('Shortest length').fill('20');
  await save(page, 'Passwords');
  await expect(passwords.getByRole('alert')).toContainText('Not like this');
  await page.reload();
  await expect(passwords.getByLabel('Shortest length')).toHaveValue('8');
});

test('a limit to sessions is asked for first, and keeps the one who sets it', async ({ page, api }) => {
  await page.goto('/settings');
  const sessions = section(page, 'Length of a session');
  await sessions.getByRole('switch').press('Space');
  await sessions.getByLabel('Minutes').fill('90');
  await save(page, 'Length of a session');
  const dialog = page.getByRole('dialog', { name: 'Limit the length of sessions?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await api.call('GET', 'settings/cookiesettings')).toMatchObject({ enabled: false });
});

test('addresses, domains and switches of the door', async ({ page, api }) => {
  await page.goto('/settings/access');
  const addresses = section(page, 'Addresses people come from');
  await addresses.getByRole('switch').press('Space');
  await expect(addresses.getByText('Add at least one address.')).toBeVisible();
  await addresses.getByRole('button', { name: 'Add address' }).click();
  await addresses.getByLabel('Address or range 1').fill('the office');
  await expect(addresses.getByText('Not an address or a range: the office')).toBeVisible();
  await expect(addresses.getByRole('button', { name: 'Save' })).toBeDisabled();
  await addresses.getByLabel('Address or range 1').fill('203.0.113.0/24');
  await save(page, 'Addresses people come from');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => api.call('GET', 'settings/iprestrictions')).toMatchObject([{ ip: '203.0.113.0/24' }]);
  await addresses.getByRole('switch').press('Space');
  await addresses.getByRole('button', { name: 'Remove address 1' }).click();
  await save(page, 'Addresses people come from');
  await expect.poll(() => api.call('GET', 'settings/iprestrictions')).toEqual([]);

  const domains = section(page, 'Trusted mail domains');
  await domains.getByLabel('Addresses of these domains').check();
  await domains.getByRole('combobox', { name: 'Domains' }).fill('trusted.example');
  await page.keyboard.press('Enter');
  await save(page, 'Trusted mail domains');
  await expect
    .poll(() => api.call('GET', 'settings'))
    .toMatchObject({ trustedDomainsType: 1, trustedDomains: ['trusted.example'] });
  await domains.getByLabel('Nobody').check();
  await save(page, 'Trusted mail domains');
  await expect.poll(async () => (await api.call('GET', 'settings'))['trustedDomainsType']).toBe(0);

  const messages = section(page, 'Messages from the door').getByRole('switch');
  await messages.press('Space');
  await expect.poll(async () => (await api.call('GET', 'settings'))['enableAdmMess']).toBe(true);
  await messages.press('Space');
  const inviting = section(page, 'Invitations');
  await inviting.getByRole('switch', { name: 'Guests may be invited into rooms' }).press('Space');
  await save(page, 'Invitations');
  await expect.poll(() => api.call('GET', 'settings/invitationsettings')).toMatchObject({ allowInvitingGuests: false });
  await inviting.getByRole('switch', { name: 'Guests may be invited into rooms' }).press('Space');
  await save(page, 'Invitations');
});

test('keys are kept to administrators', async ({ page, browser, server, api }) => {
  const kai = await api.person('Kai', 'Keyless');
  await page.goto('/settings/access');
  await section(page, 'Developer tools').getByRole('switch').press('Space');
  await expect.poll(() => api.call('GET', 'settings/devtoolsaccess')).toMatchObject({ limitedAccessForUsers: true });
  const own = await apiOf(server.url, kai);
  const context = await browser.newContext({ baseURL: server.url, storageState: await own.cookies(), locale: 'en-US' });
  const theirs = await context.newPage();
  await theirs.goto('/profile/keys');
  await expect(theirs.getByText('Administrators have kept making keys to themselves.')).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'New key' })).toBeHidden();
  await theirs.goto('/settings');
  await expect(theirs.getByText('Only administrators of the space may look')).toBeVisible();
  await expect(theirs.getByRole('link', { name: 'Settings' })).toBeHidden();
  await context.close();
  await own.dispose();
  await section(page, 'Developer tools').getByRole('switch').press('Space');
  await expect.poll(() => api.call('GET', 'settings/devtoolsaccess')).toMatchObject({ limitedAccessForUsers: false });
});

test('the space is handed over only by a mailed link', async ({ page, server, api }) => {

  const nia = await api.person('Nia', 'Nextowner', 'RoomAdmin');
  await page.goto('/settings/access');
  const owner = section(page, 'Owner');
  await owner.getByRole('combobox', { name: 'New owner' }).fill('nia');
  await page.getByRole('option', { name: 'Nia Nextowner' }).click();
  await owner.getByRole('button', { name: 'Hand over' }).click();
  await page.getByRole('dialog', { name: 'Hand the space over to Nia Nextowner?' }).getByRole('button', { name: 'Send the link' }).click();
  await expect(owner.getByRole('status').or(owner.getByRole('alert'))).toBeVisible();
  expect((await api.call('GET', `people/${nia.id}`))['isOwner']).toBe(false);
  if (await owner.getByRole('status').isVisible())
    expect(await mailedLink(server, OWNER.email, 'Hand ')).toContain('PortalOwnerChange');
});
