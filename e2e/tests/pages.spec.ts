// Office files and PDF, looked at page by page.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drop, makeRoom, row } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { png } from '../support/png.ts';
import { expect, test } from '../support/test.ts';

const OFFICE = join(import.meta.dirname, '../fixtures/office');
const LETTER = 'Bug41898.doc';

/** LibreOffice on a busy machine. */
const PATIENCE = 60_000;

test('an office file is read page by page, with the keyboard and by a stranger', async ({ page, browser, server }) => {
  await makeRoom(page, 'Reading', 'Public');
  await drop(page, [{ name: LETTER, bytes: await readFile(join(OFFICE, LETTER)) }]);
  await row(page, LETTER).dblclick();
  const viewer = page.getByRole('dialog', { name: LETTER });
  const first = viewer.getByRole('img', { name: /^Page 1 of \d+$/ });
  await expect(first).toBeVisible({ timeout: PATIENCE });
  await expect.poll(() => first.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(700);

  const width = async () => (await first.boundingBox())?.width ?? 0;
  const before = await width();
  await page.keyboard.press('+');
  await expect(viewer.getByText('125 %')).toBeVisible();
  expect(await width()).toBeGreaterThan(before);
  await page.keyboard.press('0');
  await expect(viewer.getByText('100 %')).toBeVisible();
  await page.keyboard.press('End');
  const pages = Number((await first.getAttribute('alt'))?.split(' ').at(-1));
  await expect(viewer.getByText(`${pages} / ${pages}`)).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Members' }).click();
  const link = await page.getByRole('dialog').getByLabel('Link for everybody').inputValue();
  const context = await browser.newContext({
    baseURL: server.url,
    storageState: { cookies: [], origins: [] },
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const visitor = await context.newPage();
  await visitor.goto(link);
  await row(visitor, LETTER).getByText(LETTER).tap();
  const seen = visitor.getByRole('img', { name: `Page 1 of ${pages}` });
  await expect(seen).toBeVisible({ timeout: PATIENCE });
  await expect(visitor.getByRole('toolbar', { name: 'View' })).toBeInViewport({ ratio: 1 });
  expect(await visitor.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await visitor.getByRole('button', { name: 'Larger' }).tap();
  await expect(visitor.getByText('125 %')).toBeVisible();
  await context.close();
});

test('while a page or a picture is on its way one sees that it is', async ({ page, api }) => {
  const room = await api.room('Slow line');
  await api.upload(room, LETTER, await readFile(join(OFFICE, LETTER)));
  await api.upload(room, 'wall.png', png(40, 30));
  let release = () => {};
  const held = new Promise<void>((go) => {
    release = go;
  });
  await page.route(/\/preview\/1\?|wall\.png|filehandler.*action=(view|stream)/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`/rooms/${room}`);
  await row(page, LETTER).dblclick();
  const coming = page.getByRole('status', { name: /^Page 1 of \d+ is on its way$/ });
  await expect(coming).toBeVisible({ timeout: PATIENCE });
  await check(page, 'a page on its way');
  await page.getByRole('button', { name: 'Close' }).click();
  await row(page, 'wall.png').dblclick();
  const viewer = page.getByRole('dialog', { name: 'wall.png' });
  await expect(viewer.getByLabel('Loading')).toBeVisible();
  release();
  await expect(viewer.getByRole('img', { name: 'wall.png' })).toBeVisible();
  await expect(viewer.getByLabel('Loading')).toBeHidden();
});

test('what cannot be shown says why', async ({ page }) => {
  await makeRoom(page, 'Broken');
  await drop(page, [{ name: 'Broken.pdf', bytes: Buffer.from('%PDF-1.7 nothing') }]);
  await row(page, 'Broken.pdf').dblclick();
  const viewer = page.getByRole('dialog', { name: 'Broken.pdf' });
  await expect(viewer.getByText('could not be converted')).toBeVisible({ timeout: PATIENCE });
  await expect(viewer.getByRole('link', { name: 'Download' }).last()).toBeVisible();
});
