// Small pictures of what is in files, in every look of a list.
import type { Page } from '@playwright/test';
import { row } from '../support/actions.ts';
import type { Api } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { png } from '../support/png.ts';
import { expect, test } from '../support/test.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function album(api: Api, title: string): Promise<number> {
  const room = await api.room(title);
  await api.upload(room, 'meadow.png', png(1600, 900));
  await api.upload(room, 'dusk.png', png(600, 900, [30, 40, 90], [230, 120, 90]));
  await api.upload(room, 'broken.png', Buffer.from('this is no picture'));
  await api.upload(room, 'data.bin', Buffer.from([0, 1, 2, 3]));
  await api.call('POST', `files/folder/${room}`, { title: 'More' });
  return room;
}

/** The picture of an entry, once it is drawn. */
async function drawn(page: Page, title: string): Promise<number> {
  const picture = page.locator('[data-key]').filter({ hasText: title }).locator('img');
  await expect(picture).toHaveAttribute('src', /action=thumb/, { timeout: 30_000 });
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => (image.complete ? image.naturalWidth : 0))).toBeGreaterThan(0);
  return picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
}

async function looks(page: Page, room: number, choose: (look: string) => Promise<void>): Promise<void> {
  const asked: number[][] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/files/thumbnails')) asked.push((request.postDataJSON() as { fileIds: number[] }).fileIds);
  });
  await page.goto(`/rooms/${room}`);
  await expect(row(page, 'meadow.png')).toBeVisible();
  // They come by themselves, without a reload; a large picture is made small.
  expect(await drawn(page, 'meadow.png')).toBe(1280);
  expect(await drawn(page, 'dusk.png')).toBe(480);
  for (const title of ['broken.png', 'data.bin', 'More'])
    await expect(page.locator('[data-key]').filter({ hasText: title }).locator('img')).toHaveCount(0);
  const files = asked.flat();
  expect(files.length, 'each is asked for once').toBe(new Set(files).size);
  for (const look of ['Compact', 'Tiles']) {
    await choose(look);
    await drawn(page, 'meadow.png');
    await check(page, look);
  }
  await page.reload();
  await expect(page.getByRole('grid')).toHaveAttribute('data-look', 'tiles');
  await drawn(page, 'dusk.png');
  expect(asked.flat().length, 'nothing is asked for that is there').toBe(files.length);
}

test('files show what is in them, in lists and as tiles, and the look is remembered', async ({ page, api }) => {
  await looks(page, await album(api, 'Album'), (look) => page.getByTitle(look, { exact: true }).click());
});

test.describe('on a phone', () => {
  test.use({ ...PHONE, colorScheme: 'dark' });

  test('files show what is in them, in the dark, too', async ({ page, api }) => {
    await looks(page, await album(api, 'Pocket album'), (look) => page.getByTitle(look, { exact: true }).tap());
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
