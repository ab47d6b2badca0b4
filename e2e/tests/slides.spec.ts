// A presentation, made together as people do it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { pageOf } from '../support/actions.ts';
import type { Api } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { png } from '../support/png.ts';
import { expect, PHONE, test } from '../support/test.ts';
import { unzip } from '../support/zip.ts';

const HEADER = join(import.meta.dirname, '../fixtures/office/45541_Header.pptx');

/** A server that has just begun, on a busy machine. */
const PATIENCE = 30_000;

const stage = (page: Page) => page.getByRole('application', { name: /^Slide \d+/ });
const rail = (page: Page) => page.getByRole('listbox', { name: 'Slides' });
const thing = (page: Page, words: string) => stage(page).locator('[data-thing]').filter({ hasText: words }).first();
/** How many slides there are: the rail draws those in sight. */
const count = async (page: Page) => Number((await page.getByText(/^Slide \d+ of \d+$/).textContent())?.split(' ').at(-1));
const state = (page: Page) => page.getByRole('status').filter({ hasText: /\w/ }).first();
const tool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Tools for slides' }).getByRole('button', { name, exact: true });

async function openSlides(page: Page, id: number): Promise<void> {
  await page.goto(`/editor/${id}`);
  await expect(stage(page)).toBeVisible({ timeout: PATIENCE });
  await expect(state(page)).toHaveAttribute('data-state', /kept|saved|view/);
}

/** A new presentation, open: one slide with a title and a subtitle. */
async function newPresentation(page: Page, api: Api, name: string): Promise<number> {
  const room = await api.room(`Room of ${name}`);
  const { id } = await api.call<{ id: number }>('POST', `files/${room}/file`, { title: `${name}.pptx` });
  await openSlides(page, id);
  return id;
}

async function slideXml(page: Page, id: number, number: number): Promise<string> {
  const answer = await page.request.get(`/filehandler.ashx?action=download&fileid=${id}`);
  expect(answer.ok()).toBe(true);
  return unzip(await answer.body(), `ppt/slides/slide${number}.xml`).toString('utf8');
}

async function save(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+s');
  await expect(state(page)).toHaveText(/^Saved as version \d+/, { timeout: PATIENCE });
}

test('two people make one presentation at once, and the file holds what both wrote', async ({
  page,
  api,
  browser,
  baseURL,
}) => {
  const bob = await api.person('Bob', 'Speaker');
  const room = await api.room('Talks', [{ id: bob.id, access: 'Editing' }]);
  const [id = 0] = await api.upload(room, 'talk.pptx', await readFile(HEADER));
  const other = await pageOf(browser, baseURL ?? '', bob);
  await openSlides(page, id);
  await openSlides(other, id);
  await expect(page.getByRole('group', { name: '2 people are here' })).toBeVisible();

  // Anna adds a slide with a title; Bob a text box on the first one.
  const before = await count(page);
  await tool(page, 'New slide').click();
  for (const one of [page, other]) await expect.poll(() => count(one)).toBe(before + 1);
  await stage(page).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.type('Written by Anna');
  await tool(other, 'Text box').focus();
  await other.keyboard.press('Enter');
  await other.keyboard.type('Written by Bob');
  await other.keyboard.press('Escape');
  await expect(rail(other).getByRole('option').nth(1)).toContainText('Written by Anna');
  await expect(rail(page).getByRole('option').first()).toContainText('Written by Bob');
  // Where the other one is can be heard in the rail, and seen on the slide.
  await expect(rail(page).getByRole('option').first()).toHaveAccessibleName(/Bob Speaker/);
  await page.keyboard.press('Escape');
  await rail(page).getByRole('option').first().click();
  await expect(stage(page).getByText('Bob Speaker')).toBeVisible();

  // Undo takes back what was done here, and nothing of the other's.
  await stage(other).focus();
  await other.keyboard.press('ControlOrMeta+d');
  await expect(stage(page).locator('[data-thing]').filter({ hasText: 'Written by Bob' })).toHaveCount(2);
  await other.keyboard.press('ControlOrMeta+z');
  await expect(stage(page).locator('[data-thing]').filter({ hasText: 'Written by Bob' })).toHaveCount(1);
  await expect(rail(page).getByRole('option').nth(1)).toContainText('Written by Anna');

  await save(page);
  expect(await slideXml(page, id, 1)).toContain('Written by Bob');
  await page.reload();
  await expect(rail(page).getByRole('option').nth(1)).toContainText('Written by Anna', { timeout: PATIENCE });
  await expect(rail(page).getByRole('option').first()).toContainText('Written by Bob');

  await check(page, 'slides');
  await page.screenshot({ path: 'test-results/slides-desktop.png' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await check(page, 'slides, dark');
  await page.screenshot({ path: 'test-results/slides-dark.png' });
  await other.context().close();
});

test('shapes are drawn, moved and resized by mouse and by keys', async ({ page, api }) => {
  const id = await newPresentation(page, api, 'Shapes');
  await tool(page, 'Shapes').click();
  await page.getByRole('menuitem', { name: 'Ellipse' }).click();
  const place = await stage(page).boundingBox();
  if (!place) throw new Error('no stage');
  const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
  await page.mouse.move(x - 100, y - 60);
  await page.mouse.down();
  await page.mouse.move(x + 20, y + 20, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.type('Round');
  await page.keyboard.press('Escape');
  const shape = thing(page, 'Round');
  const at = async () => (await shape.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const drawn = await at();
  expect(drawn.width).toBeGreaterThan(110);
  expect(drawn.width).toBeLessThan(130);

  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await at()).x).toBeGreaterThan(drawn.x + 2);
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(async () => (await at()).height).toBeGreaterThan(drawn.height + 2);
  const stretched = await at();
  await shape.hover();
  await page.mouse.down();
  await page.mouse.move(x + 160, y + 60, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await at()).x).toBeGreaterThan(stretched.x + 50);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => Math.round((await at()).x)).toBe(Math.round(stretched.x));
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => Math.round((await at()).x)).toBe(Math.round(drawn.x));

  await page.getByTestId('slides-picture').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: png(120, 80) });
  await expect(stage(page).getByRole('img', { name: 'dot.png' })).toBeVisible();
  await save(page);
  const xml = await slideXml(page, id, 1);
  expect(xml).toContain('prst="ellipse"');
  expect(xml).toContain('Round');
  expect(xml).toContain('<p:pic>');
});

test('slides with notes are shown, and who speaks has a window of his own', async ({ page, api }) => {
  await newPresentation(page, api, 'Speech');
  await stage(page).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.type('Good morning');
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Notes for slide 1' }).click();
  await page.keyboard.type('Smile first');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+m');
  await expect(page.getByText('Slide 2 of 2')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+/');
  await check(page, 'keys');
  await page.keyboard.press('Escape');

  await page.keyboard.press('F5');
  const show = page.getByRole('dialog', { name: 'Slide show' });
  await expect(show.getByRole('status')).toHaveText('Slide 1: Good morning');
  await check(page, 'showing');
  await page.screenshot({ path: 'test-results/slides-show.png' });
  for (const key of ['ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await expect(show.getByRole('status')).toHaveText('End of the slide show');
  await page.keyboard.press('Home');
  await expect(show.getByRole('status')).toHaveText('Slide 1: Good morning');
  await page.keyboard.press('Escape');
  await expect(show).toBeHidden();

  await page.getByRole('button', { name: 'Other ways to present' }).click();
  const opened = page.waitForEvent('popup');
  await page.getByRole('menuitem', { name: 'Speaker view' }).click();
  const speaker = await opened;
  await expect(speaker.getByRole('region', { name: 'Notes' })).toContainText('Smile first');
  await speaker.screenshot({ path: 'test-results/slides-speaker.png' });
  await speaker.keyboard.press('ArrowRight');
  await expect(show.getByRole('status')).toHaveText('Slide 2: Untitled');
  await expect(speaker.getByRole('region', { name: 'Notes' })).toContainText('No notes');
  await speaker.getByRole('button', { name: 'End the show' }).click();
  await expect(show).toBeHidden();
  expect(speaker.isClosed()).toBe(true);
});

test('who may only read looks on and shows, and changes nothing', async ({ page, api, browser, baseURL }) => {
  const carl = await api.person('Carl', 'Reader');
  const room = await api.room('Readings', [{ id: carl.id, access: 'Read' }]);
  const [id = 0] = await api.upload(room, 'talk.pptx', await readFile(HEADER));
  const reader = await pageOf(browser, baseURL ?? '', carl);
  await openSlides(reader, id);
  await expect(state(reader)).toHaveAttribute('data-state', 'view');
  await expect(tool(reader, 'New slide')).toHaveCount(0);
  await openSlides(page, id);
  const slides = await count(reader);
  await tool(page, 'New slide').click();
  await expect.poll(() => count(reader)).toBe(slides + 1);
  await stage(reader).focus();
  await reader.keyboard.press('Tab');
  await reader.keyboard.press('Delete');
  const before = await stage(page).locator('[data-thing]').count();
  await expect(stage(reader)).toBeVisible();
  expect(await stage(page).locator('[data-thing]').count()).toBe(before);
  await reader.getByRole('button', { name: 'Present', exact: true }).click();
  await expect(reader.getByRole('dialog', { name: 'Slide show' })).toBeVisible();
  await reader.keyboard.press('Escape');
  await reader.context().close();
});

test.describe('on a phone', () => {
  test.use(PHONE);
  test('slides are read, written in and shown', async ({ page, api }) => {
    const room = await api.room('On the way');
    const [id = 0] = await api.upload(room, 'talk.pptx', await readFile(HEADER));
    await openSlides(page, id);
    await tool(page, 'New slide').tap();
    const title = stage(page).locator('[data-thing]').first();
    await title.tap();
    await title.tap();
    await page.keyboard.type('From the train');
    await expect(rail(page).getByRole('option').nth(1)).toContainText('From the train');
    await page.getByRole('textbox', { name: 'Notes for slide 2' }).tap();
    await page.keyboard.type('Say where');
    await expect(page.getByRole('region', { name: 'Notes' })).toContainText('Say where');
    await check(page, 'slides on a phone');
    await page.screenshot({ path: 'test-results/slides-phone.png' });
    await page.getByRole('button', { name: 'Present', exact: true }).tap();
    await expect(page.getByRole('dialog', { name: 'Slide show' })).toBeVisible();
  });
});
