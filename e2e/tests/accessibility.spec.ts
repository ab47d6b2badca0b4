// axe on every main screen, in light and in dark.
import { act, makeRoom, uploadText } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

for (const scheme of ['light', 'dark'] as const) {
  test.describe(`in ${scheme}`, () => {
    test.use({ colorScheme: scheme });

    test('places', async ({ page }) => {
      await makeRoom(page, `Colours ${scheme}`, 'Custom');
      await uploadText(page, { 'one.txt': '1', 'two.txt': '2' });
      await check(page, 'room');
      await page.getByTitle('Tiles').click();
      await check(page, 'room as tiles');
      await page.getByTitle('List').click();
      for (const [path, heading] of [
        ['/rooms', 'Rooms'],
        ['/documents', 'My documents'],
        ['/recent', 'Recent'],
        ['/favorites', 'Favourites'],
        ['/trash', 'Trash'],
        ['/archive', 'Archive'],
        ['/people', 'People'],
      ] as const) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
        await page.waitForLoadState('networkidle');
        await check(page, path);
      }
    });

    test('people', async ({ page, api }) => {
      const ada = await api.person(`Ada ${scheme}`, 'Axe', 'RoomAdmin');
      await api.person(`Gus ${scheme}`, 'Axe', 'Guest');
      await api.call('PUT', 'people/status/2', { userIds: [ada.id] });
      await api.call('POST', 'group', { groupName: `Axes ${scheme}`, members: [] });
      await page.goto('/people');
      await page.getByText(ada.name, { exact: true }).click();
      await check(page, 'people');
      await act(page, ada.name, 'Details');
      await expect(page.getByRole('dialog')).toContainText(ada.email);
      await check(page, 'person');
      await page.keyboard.press('Escape');
      for (const verb of ['Hand over data', 'Delete']) {
        await act(page, ada.name, verb);
        await check(page, verb);
        await page.keyboard.press('Escape');
      }
      await page.getByRole('button', { name: 'Clear the choice' }).click();
      await page.getByRole('button', { name: 'Filter people' }).click();
      await check(page, 'filters');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Invite', exact: true }).click();
      await page.getByLabel('E-mail addresses').fill('not-an-address');
      await page.keyboard.press('Enter');
      await check(page, 'invite by mail');
      await page.getByRole('tab', { name: 'By link' }).click();
      await page.getByRole('button', { name: 'Create link' }).last().click();
      await check(page, 'invite by link');
      await page.goto('/people/groups');
      await act(page, `Axes ${scheme}`, 'Edit group');
      await check(page, 'group');
      await page.keyboard.press('Escape');
      await page.goto('/people/guests');
      await expect(page.getByText(`Gus ${scheme} Axe`)).toBeVisible();
      await check(page, 'guests');
    });

    test('profile', async ({ page }) => {
      await page.goto('/profile');
      await expect(page.getByRole('region', { name: 'Contacts' })).toBeVisible();
      await check(page, 'profile');
      const buffer = Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
        'base64',
      );
      await page.locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer });
      await expect(page.getByRole('slider')).toBeVisible();
      await check(page, 'photo');
      await page.goto('/profile/security');
      await expect(page.getByText('This browser', { exact: true })).toBeVisible();
      await check(page, 'sessions');
      await page.goto('/profile/keys');
      await page.getByRole('button', { name: 'New key' }).first().click();
      await page.getByLabel('Only some of it').check();
      await check(page, 'key');
    });

    test('settings', async ({ page }) => {
      await page.goto('/settings');
      await page.getByRole('switch', { name: 'Ask everybody for a second factor' }).press('Space');
      await expect(page.getByRole('combobox', { name: 'Trusted addresses' })).toBeVisible();
      await check(page, 'sign-in');
      await page.goto('/settings/access');
      await page.getByRole('button', { name: 'Add address' }).click();
      await page.getByLabel('Address or range 1').fill('wrong');
      await check(page, 'access');
    });

    test('dialogs', async ({ page }) => {
      await makeRoom(page, `Dialogs ${scheme}`, 'Custom');
      await uploadText(page, { 'one.txt': '1' });
      await page.getByRole('button', { name: 'Members' }).click();
      await expect(page.getByRole('dialog').getByText('Owner', { exact: true })).toBeVisible();
      await check(page, 'members');
      await page.keyboard.press('Escape');
      await act(page, 'one.txt', 'Move to');
      await expect(page.getByRole('dialog').getByRole('button', { name: 'My documents' })).toBeVisible();
      await check(page, 'destination');
      await page.keyboard.press('Escape');
      await act(page, 'one.txt', 'Details');
      await page.getByRole('tab', { name: 'Versions' }).click();
      await check(page, 'details');
      await page.keyboard.press('Escape');
      await page.goto('/rooms');
      await page.getByRole('button', { name: 'New room' }).first().click();
      await check(page, 'kinds of room');
      await page.getByRole('dialog').getByRole('button', { name: 'Public' }).click();
      await page.waitForLoadState('networkidle');
      await check(page, 'new room');
    });
  });
}

test('the door', async ({ browser, server, api }) => {
  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto('/rooms');
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await check(page, 'sign-in');
  const link = await api.call<{ url: string }>('POST', 'portal/users/invitationlink', { employeeType: 'RoomAdmin' });
  await page.goto(link.url);
  await page.getByLabel('Password', { exact: true }).fill('short');
  await check(page, 'invitation');
  await page.goto('/confirm/PasswordChange?type=PasswordChange&key=1.A');
  await expect(page.getByRole('heading', { name: 'This link leads nowhere' })).toBeVisible();
  await check(page, 'refused link');
  await context.close();
});
