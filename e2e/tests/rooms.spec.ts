// Rooms: made with rules of their own, given a face, put in order, handed over and left.
import { act } from '../support/actions.ts';
import { apiOf } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC',
  'base64',
);

test('a data room is made with rules, and they are changed', async ({ page, api }) => {
  await page.goto('/rooms');
  await page.getByRole('button', { name: 'New room' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Data room' }).focus();
  await expect(dialog.getByText('Good for contracts, audits and sales')).toBeVisible();
  await check(page, 'kinds of rooms');
  await dialog.getByRole('button', { name: 'Data room' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Takeover');
  await dialog.getByRole('switch', { name: /Numbered index/ }).click();
  await dialog.getByRole('switch', { name: /Watermark/ }).click();
  await dialog.getByText('E-mail', { exact: true }).click();
  await expect(dialog.getByRole('img', { name: /A page as its viewers see it: Anna Keller, owner@atrium.example/ })).toBeVisible();
  await dialog.getByRole('switch', { name: /Files live for a time/ }).click();
  await dialog.getByLabel('How long').fill('6');
  await check(page, 'rules');
  await dialog.getByRole('button', { name: 'Create room' }).click();
  await expect(page).toHaveURL(/\/rooms\/\d+$/);
  const id = Number(page.url().split('/').pop());
  const room = await api.call<Record<string, unknown>>('GET', `files/rooms/${id}`);
  expect(room).toMatchObject({
    indexing: true,
    denyDownload: false,
    lifetime: { value: 6, period: 1 },
    watermark: { additions: 11 },
  });

  await act(page, 'Takeover', 'Room settings');
  await dialog.getByRole('switch', { name: /Watermark/ }).click();
  await dialog.getByRole('switch', { name: /No downloads and copies/ }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await act(page, 'Takeover', 'Details');
  await expect(page.getByRole('dialog', { name: 'Room' })).toContainText(
    'Numbered index, No downloads and copies, files live 6 months',
  );
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByRole('list', { name: 'Activity' })).toContainText('made the room');
  await check(page, 'room panel');
});

test('a room gets a picture, cut out of one, and loses it again', async ({ page, api }) => {
  const id = await api.room('Face');
  await page.goto(`/rooms/${id}`);
  await act(page, 'Face', 'Room settings');
  const settings = page.getByRole('dialog', { name: 'Room settings' });
  await settings.locator('input[type=file]').setInputFiles({ name: 'face.png', mimeType: 'image/png', buffer: PNG });
  const crop = page.getByRole('dialog', { name: 'Picture' });
  await crop.getByRole('group').press('+');
  await crop.getByRole('button', { name: 'Save' }).click();
  await expect(crop).toBeHidden();
  await expect(settings.getByRole('button', { name: 'Choose another' })).toBeVisible();
  const { logo } = await api.call<{ logo: { large: string } }>('GET', `files/rooms/${id}`);
  expect(logo.large).not.toBe('');
  await settings.getByRole('button', { name: 'Remove' }).click();
  await expect(settings.getByRole('button', { name: 'Choose a picture' })).toBeVisible();
});

test('several rooms are chosen, put into a group, and the group narrows the list', async ({ page, api }) => {
  for (const title of ['North wing', 'South wing', 'Cellar']) await api.room(title);
  await page.goto('/rooms?sort=AZ');
  const tile = (title: string) => page.getByRole('gridcell').filter({ hasText: title });
  await tile('North wing').hover();
  await tile('North wing').getByRole('checkbox').check();
  await tile('South wing').click();
  await expect(page.getByText('2 chosen')).toBeVisible();
  await page.keyboard.press('g');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the group').fill('Wings');
  await dialog.getByRole('radio', { name: 'star' }).click();
  await check(page, 'group of rooms');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Clear the choice' }).click();
  await page.getByText('Wings', { exact: false }).first().click();
  await expect(tile('South wing')).toBeVisible();
  await expect(tile('Cellar')).toBeHidden();
  await expect(page).toHaveURL(/group=\d+/);
  await check(page, 'group');
  await act(page, 'Wings', 'Delete group');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete group' }).click();
  await expect(tile('Cellar')).toBeVisible();
});

test('a room is handed over and left; a member leaves it, too', async ({ page, api, browser, server }) => {
  const hugo = await api.person('Hugo', 'Heir', 'RoomAdmin');
  const mia = await api.person('Mia', 'Member');
  const id = await api.room('Relay', [{ id: mia.id, access: 'Editing' }]);
  await page.goto('/rooms?q=Relay');
  await act(page, 'Relay', 'Leave room');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New owner').first().fill('Hugo');
  await page.getByRole('option', { name: /Hugo Heir/ }).click();
  await check(page, 'hand over');
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await expect(page.getByText('“Relay” has a new owner')).toBeVisible();
  const asHugo = await apiOf(server.url, hugo);
  expect(await asHugo.call('GET', `files/rooms/${id}`)).toMatchObject({ createdBy: { id: hugo.id } });
  const asMia = await apiOf(server.url, mia);
  const context = await browser.newContext({ baseURL: server.url, storageState: await asMia.cookies() });
  const hers = await context.newPage();
  await hers.goto('/rooms');
  await act(hers, 'Relay', 'Leave room');
  await hers.getByRole('dialog').getByRole('button', { name: 'Leave room' }).click();
  await expect(hers.getByText('You have left “Relay”')).toBeVisible();
  await expect(hers.getByRole('gridcell').filter({ hasText: 'Relay' })).toBeHidden();
  await context.close();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('rooms in every look, filtered and opened by thumb', async ({ page, api }) => {
    await api.room('Palmtop room');
    await page.goto('/rooms?q=Palmtop');
    for (const look of ['List', 'Compact', 'Tiles']) {
      await page.getByTitle(look, { exact: true }).tap();
      await expect(page.getByRole('link', { name: 'Palmtop room' })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await check(page, look);
    }
    await page.getByRole('button', { name: 'Filter rooms' }).tap();
    await page.getByRole('group', { name: 'Kind of room' }).getByText('Public', { exact: true }).tap();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
    await page.getByRole('button', { name: 'Remove filter: Public' }).tap();
    await page.getByText('Palmtop room', { exact: true }).tap();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Palmtop room');
  });

  test('rooms are put into a group, and one is handed over, by thumb', async ({ page, api, server }) => {
    const hilda = await api.person('Hilda', 'Heiress', 'RoomAdmin');
    const id = await api.room('Small relay');
    await page.goto('/rooms?q=Small+relay');
    await act(page, 'Small relay', 'Put into a group');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name of the group').fill('Small things');
    await check(page, 'into a group');
    await dialog.getByRole('button', { name: 'Create' }).tap();
    await expect(dialog).toBeHidden();
    await act(page, 'Small relay', 'Leave room');
    await dialog.getByLabel('New owner').first().fill('Hilda');
    await page.getByRole('option', { name: /Hilda Heiress/ }).tap();
    await check(page, 'hand over on a phone');
    await dialog.getByRole('button', { name: 'Hand over' }).tap();
    await expect(page.getByText('“Small relay” has a new owner')).toBeVisible();
    const hers = await apiOf(server.url, hilda);
    expect(await hers.call('GET', `files/rooms/${id}`)).toMatchObject({ createdBy: { id: hilda.id } });
    await hers.dispose();
  });
});

test('an indexed room shows its numbers, and entries change them', async ({ page, api }) => {
  const id = await api.dataRoom('Index', ['alpha.txt', 'beta.txt', 'gamma.txt']);
  await api.call('PUT', `files/rooms/${id}/reorder`);
  await page.goto(`/rooms/${id}`);
  const titles = page.getByRole('row').getByText(/^(alpha|beta|gamma)\.txt$/);
  await expect(titles).toHaveCount(3);
  const before = await titles.allInnerTexts();
  await act(page, before[1] ?? '', 'One number up');
  await expect.poll(() => titles.allInnerTexts()).toEqual([before[1], before[0], before[2]]);
  await act(page, before[1] ?? '', 'One number down');
  await expect.poll(() => titles.allInnerTexts()).toEqual(before);
  await act(page, 'Index', 'Number anew');
  await expect(page.getByText('The index has no gaps any more')).toBeVisible();
});
