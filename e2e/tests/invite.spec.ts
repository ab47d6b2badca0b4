// Inviting people: by mail, with a reason for each that does not go, and by link.
import { expect, test } from '../support/test.ts';

test('many addresses are pasted, and each that does not go says why', async ({ page, api }) => {
  const dan = await api.person('Dan', 'Disabled');
  await api.call('PUT', 'people/status/2', { userIds: [dan.id] });
  await page.goto('/people');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite people' });
  await dialog
    .getByLabel('E-mail addresses')
    .fill(`Ivy <ivy@invited.example>, ian@invited.example; ${dan.email}\nnot-an-address`);
  await page.keyboard.press('Enter');
  const list = dialog.getByRole('list', { name: 'To be invited' });
  await expect(list.getByRole('listitem')).toHaveCount(4);
  await expect(list.getByRole('listitem').filter({ hasText: 'not-an-address' })).toContainText('not an e-mail address');
  await dialog.getByRole('combobox', { name: 'Type of ivy@invited.example' }).click();
  await page.getByRole('option', { name: 'Room administrator' }).click();

  await dialog.getByRole('button', { name: 'Send 3 invitations' }).click();
  await expect(page.getByText('2 invitations are on their way')).toBeVisible();
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list.getByRole('listitem').filter({ hasText: dan.email })).toContainText('account here that is disabled');
  await dialog.getByRole('button', { name: 'Leave out not-an-address' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Escape');

  await page.goto('/people?q=invited.example&sort=email');
  await expect(page.getByRole('row').filter({ hasText: 'ivy@' })).toContainText('Room administrator');
  await expect(page.getByRole('row').filter({ hasText: 'ian@' })).toContainText('Invited');
});

test('a link is made with terms, copied, used, changed and deleted', async ({ page, browser, server, api }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/people');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('tab', { name: 'By link' }).click();
  const card = page.getByRole('region', { name: 'Invitation link: User' });
  await card.getByRole('button', { name: 'Create link' }).click();
  await card.getByRole('combobox', { name: 'Valid for' }).click();
  await page.getByRole('option', { name: '30 days' }).click();
  await card.getByLabel('Number of people').fill('1');
  await card.getByRole('button', { name: 'Create link' }).click();
  await expect(card).toContainText('0 of 1 uses');
  await card.getByRole('button', { name: 'Copy link' }).click();
  await expect(card.getByRole('button', { name: 'Copied' })).toBeVisible();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url).toMatch(/\/s\/[\w-]+$/);

  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] }, locale: 'en-US' });
  const guest = await context.newPage();
  await guest.goto(url);
  await guest.getByLabel('First name').fill('Lou');
  await guest.getByLabel('Last name').fill('Link');
  await guest.getByLabel('E-mail').fill('lou.link@invited.example');
  await guest.getByLabel('Password', { exact: true }).fill('Morning-9');
  await guest.getByRole('button', { name: 'Join' }).click();
  await expect(guest).toHaveURL(/\/rooms$/);
  await context.close();
  const [lou] = await api.call<{ isCollaborator: boolean }[]>('GET', 'people/filter?filterValue=lou.link');
  expect(lou?.isCollaborator).toBe(true);

  await page.reload();
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('tab', { name: 'By link' }).click();
  await expect(card).toContainText('1 of 1 uses');
  await expect(card).toContainText('Used up');
  await card.getByRole('button', { name: 'Change the link: User' }).click();
  await card.getByRole('combobox', { name: 'Valid for' }).click();
  await page.getByRole('option', { name: 'Without an end' }).click();
  await card.getByLabel('Number of people').fill('');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(card).toContainText('without an end · used once');
  await card.getByRole('button', { name: 'Delete the link: User' }).click();
  await expect(card.getByRole('button', { name: 'Create link' })).toBeVisible();
});

test('where inviting is switched off, the dialog says so', async ({ page, api }) => {
  await api.call('PUT', 'settings/invitationsettings', { allowInvitingMembers: false, allowInvitingGuests: true });
  try {
    await page.goto('/people');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await expect(page.getByRole('dialog')).toContainText('Inviting people is switched off');
  } finally {
    await api.call('PUT', 'settings/invitationsettings', { allowInvitingMembers: true, allowInvitingGuests: true });
  }
});
