// People, groups and guests: found, chosen, changed, handed over.
import type { Page } from '@playwright/test';
import { act } from '../support/actions.ts';
import { apiOf } from '../support/api.ts';
import { mailedLink } from '../support/mail.ts';
import { expect, test } from '../support/test.ts';

function person(page: Page, name: string) {
  return page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
}

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox').fill(text);
  await expect(page).toHaveURL(/q=/);
}

test('the list is searched, filtered and ordered, and the address remembers it', async ({ page, api }) => {
  await api.person('Zoe', 'Lister', 'RoomAdmin');
  await api.person('Yan', 'Lister');
  await api.call('POST', 'people/invite', { invitations: [{ type: 'User', email: 'xen.lister@atrium.example' }] });
  await page.goto('/people');
  await search(page, 'lister');
  await expect(page.getByRole('row')).toHaveCount(4);

  await page.getByRole('button', { name: 'Filter people' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Room administrator' }).click();
  await expect(person(page, 'Zoe Lister')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('menuitem', { name: 'Show everybody' }).click();
  await page.getByRole('button', { name: 'Filter people' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Invited', exact: true }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row').nth(1)).toContainText('xen.lister@atrium.example');
  await page.getByRole('menuitem', { name: 'Show everybody' }).click();

  await page.getByRole('button', { name: 'Sort' }).click();
  await page.getByRole('menuitemradio', { name: 'Name' }).click();
  await page.getByRole('menuitemradio', { name: 'Descending' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row').nth(1)).toContainText('Zoe Lister');
  await page.reload();
  await expect(page.getByRole('searchbox')).toHaveValue('lister');
  await expect(page.getByRole('row').nth(1)).toContainText('Zoe Lister');

  await search(page, 'nobody has this name');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.getByRole('button', { name: 'Show everybody' }).click();
  await expect(person(page, 'Anna Keller')).toBeVisible();
});

test('people are chosen by keys alone, disabled at once, and let in again by undo', async ({ page, api }) => {
  await api.person('Abe', 'Keys');
  await api.person('Bea', 'Keys');
  await page.goto('/people?q=keys');
  await person(page, 'Abe Keys').focus();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('2 chosen')).toBeVisible();
  await page.keyboard.press('ContextMenu');
  await expect(page.getByRole('menuitem', { name: 'Disable' })).toBeVisible();
  await page.keyboard.press('d');
  await page.getByRole('menuitem', { name: 'Disable' }).press('Enter');
  await expect(person(page, 'Abe Keys').getByText('Disabled')).toBeVisible();
  await expect(person(page, 'Bea Keys').getByText('Disabled')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(person(page, 'Abe Keys').getByText('Disabled')).toBeHidden();
  await page.reload();
  await expect(person(page, 'Bea Keys')).toBeVisible();
  await expect(page.getByText('Disabled')).toBeHidden();

  await person(page, 'Bea Keys').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Person' })).toContainText('bea.keys@atrium.example');
  await page.keyboard.press('Escape');
  await expect(person(page, 'Bea Keys')).toBeFocused();
});

test('what the server refuses is taken back on the screen', async ({ page, api }) => {
  await api.person('Rolf', 'Back');
  await page.goto('/people?q=rolf');
  let release = () => {};
  const held = new Promise<void>((go) => {
    release = go;
  });
  await page.route('**/people/status/2', async (route) => {
    await held;
    await route.fulfill({ status: 403, json: { error: { message: 'Access denied' } } });
  });
  await act(page, 'Rolf Back', 'Disable');
  await expect(person(page, 'Rolf Back').getByText('Disabled')).toBeVisible();
  release();
  await expect(page.getByRole('alert').getByText('You do not have the right to do this.')).toBeVisible();
  await expect(person(page, 'Rolf Back').getByText('Disabled')).toBeHidden();
});

test('a type goes up at once and back by undo', async ({ page, api }) => {
  const una = await api.person('Una', 'Upward');
  await page.goto('/people?q=una');
  await act(page, 'Una Upward', 'Change type');
  const dialog = page.getByRole('dialog', { name: 'Type of Una Upward' });
  await expect(dialog.getByRole('radio')).toHaveCount(3);
  await dialog.getByRole('radio', { name: 'Room administrator' }).check();
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(person(page, 'Una Upward')).toContainText('Room administrator');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(person(page, 'Una Upward').getByRole('gridcell', { name: 'User', exact: true })).toBeVisible();
  await expect.poll(async () => (await api.call(`GET`, `people/${una.id}`))['isCollaborator']).toBe(true);
});

test('who may not own rooms any more hands them to whom one says', async ({ page, api, server }) => {
  const olaf = await api.person('Olaf', 'Former', 'RoomAdmin');
  const nora = await api.person('Nora', 'Next', 'RoomAdmin');
  const room = await (await apiOf(server.url, olaf)).room('Olafs room');
  await page.goto('/people?q=olaf');
  await act(page, 'Olaf Former', 'Change type');
  const dialog = page.getByRole('dialog', { name: 'Type of Olaf Former' });
  await dialog.getByRole('radio', { name: 'User' }).check();
  await dialog.getByRole('combobox', { name: 'Who gets the rooms?' }).fill('nora');
  await page.getByRole('option', { name: 'Nora Next' }).click();
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(dialog.getByRole('progressbar')).toBeVisible();
  await expect(page.getByText('Olaf Former: now User')).toBeVisible();
  await expect(dialog).toBeHidden();
  const owner = (await api.call<{ ownedBy: { id: string } }>('GET', `files/rooms/${room}`)).ownedBy;
  expect(owner.id).toBe(nora.id);
});

test('a long task can be stopped, and then nothing has happened', async ({ page, api }) => {
  const stan = await api.person('Stan', 'Still', 'RoomAdmin');
  await page.goto('/people?q=stan');
  await act(page, 'Stan Still', 'Change type');
  const dialog = page.getByRole('dialog', { name: 'Type of Stan Still' });
  await dialog.getByRole('radio', { name: 'User' }).check();
  await dialog.getByRole('button', { name: 'Change' }).click();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByRole('progressbar')).toBeHidden();
  expect((await api.call('GET', `people/${stan.id}`))['isRoomAdmin']).toBe(true);
});

test('a disabled person hands over what they own and is deleted', async ({ page, api, server }) => {
  const dora = await api.person('Dora', 'Leaving', 'RoomAdmin');
  const hans = await api.person('Hans', 'Heir', 'RoomAdmin');
  const room = await (await apiOf(server.url, dora)).room('Doras room');
  await page.goto('/people?q=dora');
  await act(page, 'Dora Leaving', 'Disable');
  await expect(person(page, 'Dora Leaving').getByText('Disabled')).toBeVisible();
  await act(page, 'Dora Leaving', 'Hand over data');
  const dialog = page.getByRole('dialog', { name: 'Hand over the data of Dora Leaving' });
  await dialog.getByRole('combobox', { name: 'Who gets the rooms?' }).fill('hans');
  await page.getByRole('option', { name: 'Hans Heir' }).click();
  await dialog.getByLabel('Delete the account afterwards').check();
  await dialog.getByRole('button', { name: 'Hand over', exact: true }).click();
  await expect(page.getByText('Hans Heir has what belonged to Dora Leaving')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  const owner = (await api.call<{ ownedBy: { id: string } }>('GET', `files/rooms/${room}`)).ownedBy;
  expect(owner.id).toBe(hans.id);
});

test('several people are deleted together, and invitations taken back', async ({ page, api }) => {
  await api.person('Udo', 'Gone');
  await api.person('Ute', 'Gone');
  await page.goto('/people?q=gone');
  await person(page, 'Udo Gone').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.getByRole('dialog', { name: 'Delete 2 people?' }).getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();

  const email = 'perhaps.not@atrium.example';
  await api.call('POST', 'people/invite', { invitations: [{ type: 'User', email }] });
  await page.goto('/people?q=perhaps');
  await act(page, email, 'Send invitation again');
  await expect(page.getByText(`The invitation to ${email} is on its way again`)).toBeVisible();
  await act(page, email, 'Take back invitation');
  await page.getByRole('dialog').getByRole('button', { name: 'Take back invitation' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
});

test('a group is made, changed and deleted', async ({ page, api }) => {
  await api.person('Mia', 'Manager', 'RoomAdmin');
  await api.person('Max', 'Member');
  await page.goto('/people/groups');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'New group' }).click();
  const dialog = page.getByRole('dialog', { name: 'New group' });
  await dialog.getByLabel('Name', { exact: true }).fill('Garden');
  await dialog.getByRole('combobox', { name: 'Manager' }).fill('mia');
  await page.getByRole('option', { name: 'Mia Manager' }).click();
  await dialog.getByRole('combobox', { name: 'Members' }).fill('max');
  await page.getByRole('option', { name: 'Max Member' }).click();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await expect(person(page, 'Garden')).toContainText('2 members');
  await expect(person(page, 'Garden')).toContainText('Mia Manager');

  await person(page, 'Garden').focus();
  await page.keyboard.press('F2');
  const edit = page.getByRole('dialog', { name: 'Edit group' });
  await edit.getByLabel('Name', { exact: true }).fill('Orchard');
  await edit.getByRole('button', { name: 'Save' }).click();
  await person(page, 'Orchard').focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'Group' });
  await expect(panel.getByRole('listitem')).toHaveCount(2);
  await panel.getByRole('link', { name: /Max Member/ }).click();
  await expect(page.getByRole('dialog', { name: 'Person' })).toContainText('Orchard');

  await page.goto('/people/groups');
  await act(page, 'Orchard', 'Delete group');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete group' }).click();
  await expect(page.getByText('“Orchard” is deleted')).toBeVisible();
  await expect(person(page, 'Orchard')).toBeHidden();
});

test('guests have a list of their own, and one forgets one’s own', async ({ page, api }) => {
  const gil = await api.person('Gil', 'Guest', 'Guest');
  const room = await api.room('Open day', [{ id: gil.id, access: 'Read' }]);
  await page.goto('/people/guests');
  await act(page, 'Gil Guest', 'Share guest');
  await expect(page.getByRole('textbox', { name: 'Link to the guest' })).toHaveValue(/\/s\/[\w-]+$/);
  await page.keyboard.press('Escape');
  await act(page, 'Gil Guest', 'Details');
  await page.getByRole('tab', { name: 'Rooms' }).click();
  await expect(page.getByRole('link', { name: 'Open day' })).toBeVisible();
  await page.keyboard.press('Escape');
  await act(page, 'Gil Guest', 'Remove from my list');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove from my list' }).click();
  await expect(page.getByText('Gil Guest: no longer on your list')).toBeVisible();
  const members = await api.call<{ sharedTo: { id: string } }[]>('GET', `files/rooms/${room}/share`);
  expect(members.map(({ sharedTo }) => sharedTo.id)).not.toContain(gil.id);
});

test('an administrator helps with address, password and sessions', async ({ page, api, server }) => {
  const ike = await api.person('Ike', 'Helped');
  const own = await apiOf(server.url, ike);
  await page.goto('/people?q=ike');
  await act(page, 'Ike Helped', 'Sign out everywhere');
  await expect(page.getByText('Ike Helped: signed out everywhere')).toBeVisible();
  await expect(own.call('GET', 'people/@self')).rejects.toThrow('401');
  await own.dispose();

  await act(page, 'Ike Helped', 'Send link for a new password');
  const mailed = await fetch(await mailedLink(server, ike.email, 'A new password'), { redirect: 'manual' });
  expect(mailed.headers.get('location')).toContain('PasswordChange');

  await act(page, 'Ike Helped', 'Change e-mail');
  const dialog = page.getByRole('dialog', { name: 'E-mail of Ike Helped' });
  await dialog.getByLabel('New address').fill('owner@atrium.example');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('New address').fill('ike.anew@atrium.example');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(person(page, 'Ike Helped')).toContainText('ike.anew@atrium.example');
});

test('storage is limited for some, where the space limits it at all', async ({ page, api }) => {
  const quinn = await api.person('Quinn', 'Quota');
  await api.call('POST', 'settings/userquotasettings', { enableQuota: true, defaultQuota: 500 * 1024 * 1024 });
  try {
    await page.goto('/people?q=quinn');
    await act(page, 'Quinn Quota', 'Limit storage');
    const dialog = page.getByRole('dialog', { name: 'Storage of Quinn Quota' });
    await dialog.getByLabel('Own limit').check();
    await dialog.getByLabel('Gigabytes').fill('2');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Quinn Quota: the limit is set')).toBeVisible();
    expect((await api.call('GET', `people/${quinn.id}`))['quotaLimit']).toBe(2 * 1024 ** 3);
    await page.getByRole('button', { name: 'Clear the choice' }).click();
    await page.getByRole('button', { name: 'Filter people' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Usual limit' }).click();
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
    await page.getByRole('menuitemcheckbox', { name: 'Own limit' }).click();
    await expect(person(page, 'Quinn Quota')).toBeVisible();
  } finally {
    await api.call('POST', 'settings/userquotasettings', { enableQuota: false, defaultQuota: -2 });
  }
});

test('a long list is drawn in part and walked to its end by keys', async ({ page, api }) => {
  const invitations = Array.from({ length: 140 }, (_, index) => ({
    type: 'User',
    email: `crowd${String(index).padStart(3, '0')}@many.example`,
  }));
  await api.call('POST', 'people/invite', { invitations });
  await page.goto('/people?q=many.example&sort=email');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '141');
  await page.getByRole('row').nth(1).focus();
  // The second page comes by itself while one looks at the first.
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(person(page, 'crowd139@many.example')).toBeFocused({ timeout: 500 });
  }).toPass();
  expect(await page.getByRole('row').count()).toBeLessThan(60);
});

test('a room administrator sees the lists but may change nobody there', async ({ browser, api, server }) => {
  const rita = await api.person('Rita', 'Rooms', 'RoomAdmin');
  await api.person('Sam', 'Someone');
  const own = await apiOf(server.url, rita);
  const context = await browser.newContext({ baseURL: server.url, storageState: await own.cookies() });
  const page = await context.newPage();
  await page.goto('/people?q=sam');
  await person(page, 'Sam Someone').click();
  const bar = page.getByRole('toolbar');
  await expect(bar.getByRole('button', { name: 'Details' })).toBeVisible();
  for (const verb of ['Disable', 'Delete', 'Change type']) await expect(bar.getByRole('button', { name: verb })).toBeHidden();
  await context.close();
  await own.dispose();
});
