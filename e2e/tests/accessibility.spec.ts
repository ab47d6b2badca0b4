// axe on every main screen, in light and in dark in one visit.
import { act, makeRoom, uploadText } from '../support/actions.ts';
import { checkBoth } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

test('places', async ({ page }) => {
  await makeRoom(page, 'Colours', 'Custom');
  await uploadText(page, { 'one.txt': '1', 'two.txt': '2' });
  await checkBoth(page, 'room');
  await page.getByTitle('Tiles').click();
  await checkBoth(page, 'room as tiles');
  await page.getByTitle('List').click();
  for (const place of ['Rooms', 'My documents', 'Recent', 'Favourites', 'Trash', 'Archive', 'People']) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible();
    await expect(page.getByRole('main').locator('[class*=Skeleton-root]')).toHaveCount(0);
    await checkBoth(page, place);
  }
});

test('people', async ({ page, api }) => {
  const ada = await api.person('Ada', 'Axe', 'RoomAdmin');
  await api.person('Gus', 'Axe', 'Guest');
  await api.call('PUT', 'people/status/2', { userIds: [ada.id] });
  await api.call('POST', 'group', { groupName: 'Axes', members: [] });
  await page.goto('/people');
  await page.getByText(ada.name, { exact: true }).click();
  await checkBoth(page, 'people');
  await act(page, ada.name, 'Details');
  await expect(page.getByRole('dialog')).toContainText(ada.email);
  await checkBoth(page, 'person');
  await page.keyboard.press('Escape');
  for (const verb of ['Hand over data', 'Delete']) {
    await act(page, ada.name, verb);
    await checkBoth(page, verb);
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: 'Clear the choice' }).click();
  await page.getByRole('button', { name: 'Filter people' }).click();
  await checkBoth(page, 'filters');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByLabel('E-mail addresses').fill('not-an-address');
  await page.keyboard.press('Enter');
  await checkBoth(page, 'invite by mail');
  await page.getByRole('tab', { name: 'By link' }).click();
  await page.getByRole('button', { name: 'Create link' }).last().click();
  await checkBoth(page, 'invite by link');
  await page.goto('/people/groups');
  await act(page, 'Axes', 'Edit group');
  await checkBoth(page, 'group');
  await page.keyboard.press('Escape');
  await page.goto('/people/guests');
  await expect(page.getByText('Gus Axe')).toBeVisible();
  await checkBoth(page, 'guests');
});

test('profile', async ({ page }) => {
  await page.goto('/profile');
  await expect(page.getByRole('region', { name: 'Contacts' })).toBeVisible();
  await checkBoth(page, 'profile');
  const buffer = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  );
  await page.locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer });
  await expect(page.getByRole('slider')).toBeVisible();
  await checkBoth(page, 'photo');
  await page.goto('/profile/security');
  await expect(page.getByText('This browser', { exact: true })).toBeVisible();
  await checkBoth(page, 'sessions');
  await page.goto('/profile/keys');
  await page.getByRole('button', { name: 'New key' }).first().click();
  await page.getByLabel('Only some of it').check();
  await checkBoth(page, 'key');
});

test('settings', async ({ page }) => {
  await page.goto('/settings');
  await page.getByRole('switch', { name: 'Ask everybody for a second factor' }).press('Space');
  await expect(page.getByRole('combobox', { name: 'Trusted addresses' })).toBeVisible();
  await checkBoth(page, 'sign-in');
  await page.goto('/settings/access');
  await page.getByRole('button', { name: 'Add address' }).click();
  await page.getByLabel('Address or range 1').fill('wrong');
  await checkBoth(page, 'access');
});

test('dialogs', async ({ page }) => {
  await makeRoom(page, 'Dialogs', 'Custom');
  await uploadText(page, { 'one.txt': '1' });
  await page.getByRole('button', { name: 'Members' }).click();
  await expect(page.getByRole('dialog').getByText('Owner', { exact: true })).toBeVisible();
  await checkBoth(page, 'members');
  await page.keyboard.press('Escape');
  await act(page, 'one.txt', 'Move to');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'My documents' })).toBeVisible();
  await checkBoth(page, 'destination');
  await page.keyboard.press('Escape');
  await act(page, 'one.txt', 'Details');
  await page.getByRole('tab', { name: 'Versions' }).click();
  await checkBoth(page, 'details');
  await page.keyboard.press('Escape');
  await page.goto('/rooms');
  await page.getByRole('button', { name: 'New room' }).first().click();
  await checkBoth(page, 'kinds of room');
  await page.getByRole('dialog').getByRole('button', { name: 'Public' }).click();
  await checkBoth(page, 'new room');
});

test('the door', async ({ browser, server, api }) => {
  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto('/rooms');
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await checkBoth(page, 'sign-in');
  const link = await api.call<{ url: string }>('POST', 'portal/users/invitationlink', { employeeType: 'RoomAdmin' });
  await page.goto(link.url);
  await page.getByLabel('Password', { exact: true }).fill('short');
  await checkBoth(page, 'invitation');
  await page.goto('/confirm/PasswordChange?type=PasswordChange&key=1.A');
  await expect(page.getByRole('heading', { name: 'This link leads nowhere' })).toBeVisible();
  await checkBoth(page, 'refused link');
  await context.close();
});
