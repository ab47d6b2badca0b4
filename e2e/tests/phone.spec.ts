// The same on a phone.
import { act, makeRoom, row, uploadText } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { png } from '../support/png.ts';
import { expect, PHONE, test } from '../support/test.ts';

test.use(PHONE);

test('a room is made, filled and browsed by thumb', async ({ page }) => {
  await makeRoom(page, 'Pocket');
  await uploadText(page, { 'ticket.txt': 'seat 12' });
  await row(page, 'ticket.txt').getByText('ticket.txt').tap();
  await expect(page.getByText('seat 12')).toBeVisible();
  await page.getByRole('button', { name: 'Back to the folder' }).tap();
  await expect(row(page, 'ticket.txt')).toBeVisible();
  await page.getByRole('button', { name: 'Menu' }).first().tap();
  await page.getByRole('link', { name: 'My documents' }).tap();
  await expect(page.getByRole('heading', { level: 1, name: 'My documents' })).toBeVisible();
});

test('a data room is made with rules, given a picture, pinned, muted, numbered, archived and brought back', async ({ page, api }) => {
  await page.goto('/rooms');
  await page.getByRole('button', { name: 'New room' }).first().tap();
  const dialog = page.getByRole('dialog');
  await check(page, 'kinds of rooms');
  await dialog.getByRole('button', { name: 'Data room' }).tap();
  await dialog.getByLabel('Name', { exact: true }).fill('Pocket deal');
  for (const rule of [/Numbered index/, /Watermark/, /No downloads and copies/, /Files live for a time/])
    await dialog.getByRole('switch', { name: rule }).tap();
  await dialog.getByLabel('How long').fill('6');
  await expect(dialog.getByRole('img', { name: /A page as its viewers see it/ })).toBeVisible();
  await check(page, 'rules of a data room');
  await dialog.getByRole('button', { name: 'Create room' }).tap();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Pocket deal');
  const id = Number(page.url().split('/').pop());
  expect(await api.call('GET', `files/rooms/${id}`)).toMatchObject({
    indexing: true,
    denyDownload: true,
    lifetime: { value: 6 },
    watermark: expect.objectContaining({ additions: expect.any(Number) }),
  });

  for (const title of ['alpha.txt', 'beta.txt']) await api.call('POST', `files/${id}/text`, { title, content: 'x' });
  const titles = page.getByRole('row').getByText(/^(alpha|beta)\.txt$/);
  await expect(titles).toHaveCount(2);
  const [first = '', second = ''] = await titles.allInnerTexts();
  await act(page, second, 'One number up');
  await expect.poll(() => titles.allInnerTexts()).toEqual([second, first]);
  await act(page, 'Pocket deal', 'Export the index');
  await expect(page.getByText('The index is in My documents')).toBeVisible();
  await check(page, 'numbered room');

  await act(page, 'Pocket deal', 'Room settings');
  const settings = page.getByRole('dialog', { name: 'Room settings' });
  await settings.locator('input[type=file]').setInputFiles({ name: 'face.png', mimeType: 'image/png', buffer: png(64, 64) });
  await page.getByRole('dialog', { name: 'Picture' }).getByRole('button', { name: 'Save' }).tap();
  await expect(settings.getByRole('button', { name: 'Choose another' })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.goto('/rooms?q=Pocket+deal');
  const tile = page.getByRole('gridcell').filter({ hasText: 'Pocket deal' });
  await act(page, 'Pocket deal', 'Pin to the top');
  await expect.poll(async () => (await api.call('GET', `files/rooms/${id}`))['pinned']).toBe(true);
  await act(page, 'Pocket deal', 'Mute');
  await expect(tile.getByRole('img', { name: 'Muted' })).toBeVisible();
  await check(page, 'pinned and muted');
  await act(page, 'Pocket deal', 'Move to archive');
  await expect(page.getByText('“Pocket deal” is in the archive')).toBeVisible();
  await page.goto('/archive');
  await expect(tile).toBeVisible();
  await check(page, 'archive');
  await act(page, 'Pocket deal', 'Take out of the archive');
  await expect(page.getByText('is back among the rooms')).toBeVisible();
});

test('files are deleted, taken back, marked, found again; members and visitors come in', async ({ page, api, browser, server }) => {
  const mia = await api.person('Mia', 'Mobile');
  const { id: room } = await api.call<{ id: number }>('POST', 'files/rooms', { title: 'Pocket hall', roomType: 'PublicRoom' });
  for (const title of ['keep.txt', 'scrap.txt']) await api.call('POST', `files/${room}/text`, { title, content: 'pocket' });
  await page.goto(`/rooms/${room}`);
  await act(page, 'keep.txt', 'Delete');
  await page.getByRole('alert').filter({ hasText: 'is in the trash' }).getByRole('button', { name: 'Undo' }).tap();
  await expect(row(page, 'keep.txt')).toBeVisible();
  await act(page, 'keep.txt', 'Add to favourites');
  await act(page, 'scrap.txt', 'Delete');
  await expect(row(page, 'scrap.txt')).toBeHidden();
  await row(page, 'keep.txt').getByText('keep.txt').tap();
  await expect(page.getByRole('textbox', { name: 'Text of keep.txt' })).toBeVisible();
  await page.getByRole('button', { name: 'Back to the folder' }).tap();

  await page.getByRole('button', { name: 'Members' }).tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Invite people').first().fill(mia.email);
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Invite', exact: true }).tap();
  await expect(dialog.getByText(mia.name)).toBeVisible();
  await check(page, 'members and links');
  const link = await dialog.getByLabel('Link for everybody').inputValue();
  await page.keyboard.press('Escape');

  for (const place of ['/recent', '/favorites']) {
    await page.goto(place);
    await expect(row(page, 'keep.txt')).toBeVisible();
    await check(page, place);
  }
  await page.goto('/trash');
  await act(page, 'scrap.txt', 'Restore');
  await expect(row(page, 'scrap.txt')).toBeHidden();
  await check(page, 'trash');

  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] }, ...PHONE });
  const visitor = await context.newPage();
  await visitor.goto(link);
  await expect(visitor.getByRole('heading', { level: 1, name: 'Pocket hall' })).toBeVisible();
  await expect(row(visitor, 'scrap.txt')).toBeVisible();
  await check(visitor, 'public room');
  await row(visitor, 'keep.txt').getByText('keep.txt').tap();
  await expect(visitor.getByText('pocket', { exact: true })).toBeVisible();
  expect(await visitor.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await context.close();
});

test('people are looked at and disabled by thumb', async ({ page, api }) => {
  await api.person('Thea', 'Thumb');
  await page.goto('/people?q=thea');
  await page.getByText('Thea Thumb', { exact: true }).tap();
  const panel = page.getByRole('dialog', { name: 'Person' });
  await expect(panel).toContainText('thea.thumb@atrium.example');
  await panel.getByRole('button', { name: 'Disable' }).tap();
  await expect(panel.getByText('Disabled')).toBeVisible();
  await panel.getByRole('button', { name: 'Close' }).tap();
  await expect(page.getByRole('row').filter({ hasText: 'Thea Thumb' })).toContainText('Disabled');
});

const SCREENS = [
  '/rooms',
  '/documents',
  '/trash',
  '/people',
  '/people/groups',
  '/people/guests',
  '/profile',
  '/profile/security',
  '/profile/keys',
  '/profile/notifications',
  '/settings',
  '/settings/access',
  '/settings/logins',
  '/settings/audit',
  '/settings/mail',
  '/settings/storage',
  '/settings/backup',
  '/settings/webhooks',
  '/settings/plugins',
  '/settings/embedding',
  '/recent',
  '/favorites',
  '/shared',
  '/templates',
  '/archive',
];

test('every screen fits the width', async ({ page }) => {
  await page.goto('/rooms');
  for (const path of SCREENS) {
    // The app itself goes there, as by its links: nothing is loaded anew.
    await page.evaluate((to) => {
      history.pushState({}, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, path);
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(page.getByRole('main').locator('[class*=Skeleton-root]')).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, path).toBeLessThanOrEqual(390);
  }
});
