// Rooms as patterns for others: made, opened to people, used and taken away; on a desk and on a phone.
import { readFile } from 'node:fs/promises';
import { act } from '../support/actions.ts';
import { apiOf } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

test('a room becomes a template, others may use it, and a room comes of it', async ({ page, api, browser, server }) => {
  const rita = await api.person('Rita', 'Roommaker', 'RoomAdmin');
  const room = await api.room('Trade fair');
  const { id: folder } = await api.call<{ id: number }>('POST', `files/folder/${room}`, { title: 'Stands' });
  await api.call('POST', `files/${folder}/text`, { title: 'checklist.txt', content: 'Lamps' });
  await page.goto('/rooms?q=Trade');
  await act(page, 'Trade fair', 'Make a template');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Any fair');
  await check(page, 'make a template');
  await dialog.getByRole('button', { name: 'Make template' }).click();
  await expect(page.getByText('The template “Any fair” is ready')).toBeVisible();

  const asRita = await apiOf(server.url, rita);
  const seen = () => asRita.call<{ total: number }>('GET', 'files/rooms?searchArea=4').then(({ total }) => total);
  expect(await seen(), 'nobody else may use it yet').toBe(0);
  await page.getByRole('link', { name: 'Templates' }).click();
  const tile = page.getByRole('gridcell').filter({ hasText: 'Any fair' });
  await expect(tile).toBeVisible();
  await check(page, 'templates');
  await act(page, 'Any fair', 'Who may use it');
  const open = dialog.getByRole('switch', { name: /For everybody who makes rooms/ });
  await open.press('Space');
  await expect(open).toBeChecked();
  await expect.poll(seen).toBe(1);
  await check(page, 'who may use it');
  await page.keyboard.press('Escape');

  const context = await browser.newContext({ baseURL: server.url, storageState: await asRita.cookies(), locale: 'en-US' });
  const hers = await context.newPage();
  await hers.goto('/rooms');
  await hers.getByRole('button', { name: 'New room' }).first().click();
  await hers.getByRole('button', { name: 'From a template' }).click();
  await check(hers, 'choice of a template');
  await hers.getByRole('dialog').getByRole('button', { name: /Any fair/ }).click();
  await hers.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Spring fair');
  await hers.getByRole('button', { name: 'Create room' }).click();
  await expect(hers.getByRole('heading', { level: 1 })).toContainText('Spring fair');
  await hers.getByText('Stands', { exact: true }).dblclick();
  await expect(hers.getByText('checklist.txt', { exact: true })).toBeVisible();
  await context.close();

  await act(page, 'Any fair', 'Delete template');
  await dialog.getByRole('button', { name: 'Delete template' }).click();
  await expect(page.getByRole('heading', { name: 'No templates yet' })).toBeVisible();
  expect(await api.call('GET', `files/rooms/${room}`)).toMatchObject({ title: 'Trade fair' });
});

test('a room is muted and heard again, copied, and the copy stands beside it', async ({ page, api }) => {
  const room = await api.room('Loud');
  await page.goto('/rooms?q=Loud');
  await act(page, 'Loud', 'Mute');
  const tile = page.getByRole('gridcell').filter({ hasText: 'Loud' });
  await expect(tile.getByRole('img', { name: 'Muted' })).toBeVisible();
  const muted = () => api.call<{ disabledRooms: number[] }>('GET', 'settings/notification/rooms');
  await expect.poll(async () => (await muted()).disabledRooms.map(Number)).toContain(room);
  await page.reload();
  await expect(tile.getByRole('img', { name: 'Muted' })).toBeVisible();
  await act(page, 'Loud', 'Unmute');
  await expect(tile.getByRole('img', { name: 'Muted' })).toBeHidden();
  await act(page, 'Loud', 'Duplicate');
  await expect(page.getByText('“Loud” is copied')).toBeVisible();
  await expect(tile).toHaveCount(2);
});

test('the index of a data room is exported as a spreadsheet', async ({ page, api }) => {
  const id = await api.dataRoom('Ledger', ['deed.txt']);
  await page.goto(`/rooms/${id}`);
  await act(page, 'Ledger', 'Export the index');
  await expect(page.getByText('The index is in My documents')).toBeVisible();
  const arriving = page.waitForEvent('download');
  await page.getByRole('alert').getByRole('button', { name: 'Download' }).click();
  const download = await arriving;
  expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
  expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe('PK');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' });

  test('a template is made and used by thumb', async ({ page, api }) => {
    await api.room('Pocket pattern');
    await page.goto('/rooms?q=Pocket');
    await page.getByRole('button', { name: 'Actions for Pocket pattern' }).tap();
    await page.getByRole('menuitem', { name: 'Make a template' }).tap();
    await check(page, 'make a template');
    await page.getByRole('button', { name: 'Make template' }).tap();
    await expect(page.getByText('The template “Pocket pattern” is ready')).toBeVisible();
    await page.goto('/templates');
    await page.getByRole('button', { name: 'Actions for Pocket pattern' }).tap();
    await page.getByRole('menuitem', { name: 'New room from it' }).tap();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('From my pocket');
    await check(page, 'use a template');
    await dialog.getByRole('button', { name: 'Create room' }).tap();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('From my pocket');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
