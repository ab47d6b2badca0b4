// A text document, written together as people do it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeRoom, pageOf, row } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { expect, PHONE, test } from '../support/test.ts';
import { unzip } from '../support/zip.ts';

const LISTS = join(import.meta.dirname, '../../crates/prose/tests/data/Numbering.docx');
const LETTER = join(import.meta.dirname, '../fixtures/office/VariousPictures.docx');

/** A server that has just begun, on a busy machine. */
const PATIENCE = 30_000;

const text = (page: Page) => page.getByRole('textbox', { name: /^Text of/ });
const state = (page: Page) => page.getByRole('status').filter({ hasText: /\w/ }).first();
const tool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Tools for writing' }).getByRole('button', { name, exact: true });

async function openText(page: Page, id: number): Promise<void> {
  await page.goto(`/editor/${id}`);
  await expect(text(page)).toBeVisible({ timeout: PATIENCE });
  await expect(state(page)).toHaveAttribute('data-state', /kept|saved|view/);
}

/** The paragraphs as they stand there, without the cursors of others. */
function paragraphs(page: Page): Promise<string[]> {
  return text(page).evaluate((node) =>
    [...node.querySelectorAll('p')].map((paragraph) => {
      const copy = paragraph.cloneNode(true) as HTMLElement;
      for (const other of copy.querySelectorAll('.prose-cursor')) other.remove();
      return copy.textContent ?? '';
    }),
  );
}

/** What looks how, in a browser: tags around the words. */
const looks = (page: Page, words: string) =>
  text(page).evaluate((node, wanted) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let at = walker.nextNode(); at; at = walker.nextNode()) {
      if (!at.textContent?.includes(wanted)) continue;
      const tags: string[] = [];
      for (let up = at.parentElement; up && up.tagName !== 'P'; up = up.parentElement) tags.push(up.tagName);
      return tags.filter((tag) => tag !== 'SPAN').sort();
    }
    return null;
  }, words);

async function downloaded(page: Page, id: number): Promise<string> {
  const answer = await page.request.get(`/filehandler.ashx?action=download&fileid=${id}`);
  expect(answer.ok()).toBe(true);
  return unzip(await answer.body(), 'word/document.xml').toString('utf8');
}

test('two people write one document at once, and the file holds what both wrote', async ({ page, api, browser, baseURL }) => {
  const bob = await api.person('Bob', 'Author');
  const room = await api.room('Novel', [{ id: bob.id, access: 'Editing' }]);
  const [id = 0] = await api.upload(room, 'letter.docx', await readFile(LETTER));
  const before = await downloaded(page, id);
  const other = await pageOf(browser, baseURL ?? '', bob);
  await openText(page, id);
  await openText(other, id);
  await expect(page.getByRole('group', { name: '2 people are here' })).toBeVisible();

  await text(page).press('ControlOrMeta+Home');
  await text(other).press('ControlOrMeta+End');
  await Promise.all([
    text(page).pressSequentially('Begun by Anna. ', { delay: 15 }),
    text(other).pressSequentially('Ended by Bob.', { delay: 15 }),
  ]);
  for (const one of [page, other]) {
    await expect(state(one)).toHaveAttribute('data-state', /kept|saved/);
    await expect(text(one)).toContainText('Begun by Anna. ');
    await expect(text(one)).toContainText('Ended by Bob.');
  }
  expect(await paragraphs(page)).toEqual(await paragraphs(other));
  // The name stands at the cursor of the other one.
  await expect(text(page).locator('.prose-cursor', { hasText: 'Bob Author' })).toBeAttached();

  // What one makes bold is bold for the other.
  await text(page).press('ControlOrMeta+Home');
  for (let step = 0; step < 'Begun'.length; step += 1) await text(page).press('Shift+ArrowRight');
  await text(page).press('ControlOrMeta+b');
  await expect(tool(page, 'Bold')).toHaveAttribute('aria-pressed', 'true');
  await tool(page, 'Italic').click();
  await expect.poll(() => looks(other, 'Begun')).toEqual(['EM', 'STRONG']);
  // Undo takes back what was done here, and nothing of the other's.
  await text(page).press('ControlOrMeta+z');
  await expect.poll(() => looks(other, 'Begun')).toEqual(['STRONG']);
  await expect(text(page)).toContainText('Ended by Bob.');

  await page.keyboard.press('ControlOrMeta+s');
  await expect(state(page)).toHaveText('Saved as version 2');
  const xml = await downloaded(page, id);
  expect(xml).toContain('Begun');
  expect(xml).toContain('Ended by Bob.');
  expect(xml.length).toBeGreaterThan(before.length);

  const both = await paragraphs(other);
  await page.reload();
  await expect(text(page)).toContainText('Begun by Anna. ');
  await expect.poll(() => paragraphs(page)).toEqual(both);
  expect(await looks(page, 'Begun')).toEqual(['STRONG']);

  await check(page, 'document');
  await page.screenshot({ path: 'test-results/prose-desktop.png' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await check(page, 'document, dark');
  await page.screenshot({ path: 'test-results/prose-dark.png' });
  await other.context().close();
});

test('a new document opens to be written, with lists, headings and a search', async ({ page }) => {
  await makeRoom(page, 'Drafts');
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await page.getByRole('menuitem', { name: 'New document' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Plan');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page).toHaveURL(/\/editor\/\d+$/);
  await expect(text(page)).toBeFocused();

  await page.keyboard.type('One fish');
  await page.keyboard.press('Enter');
  await page.keyboard.type('1. first fish');
  await page.keyboard.press('Enter');
  await page.keyboard.type('second');
  const items = text(page).locator('p[data-list="number"]');
  await expect(items).toHaveCount(2);
  await expect(items.nth(1)).toHaveAttribute('data-marker', '2.');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('After');
  await expect(items).toHaveCount(2);
  await expect(page.getByText('6 words')).toBeVisible();

  await page.keyboard.press('ControlOrMeta+h');
  const finder = page.getByRole('search', { name: 'Find' });
  await finder.getByLabel('Find in the document').fill('fish');
  await expect(finder.getByRole('status')).toHaveText('1 of 2');
  await finder.getByLabel('Replace with').fill('bird');
  await check(page, 'finding in a document');
  await finder.getByRole('button', { name: 'Replace all' }).click();
  await expect(text(page)).toContainText('first bird');
  await page.keyboard.press('Escape');
  await expect(finder).toBeHidden();
  await expect(text(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  expect(await paragraphs(page)).toEqual(['One fish', 'first fish', 'second', 'After']);

  // The tools are one stop for the Tab key, and arrows lead through them.
  await page.keyboard.press('Alt+F10');
  await page.keyboard.press('Home');
  await expect(tool(page, 'Undo')).toBeFocused();
  await page.keyboard.press('End');
  await expect(tool(page, 'Print')).toBeFocused();

  const id = Number(page.url().split('/').at(-1));
  await text(page).focus();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(state(page)).toHaveText('Saved as version 2');
  const xml = await downloaded(page, id);
  expect(xml).toContain('second');
  expect(xml.match(/<w:numPr>/g)).toHaveLength(2);

  // From the list it opens where it was left.
  await page.getByRole('button', { name: 'Back to the folder' }).click();
  await row(page, 'Plan.docx').dblclick();
  await expect(items).toHaveCount(2);
});

test('on a phone the text takes the whole width, and is written there', async ({ api, browser, baseURL, storageState }) => {
  const room = await api.room('On the way');
  const [id = 0] = await api.upload(room, 'letter.docx', await readFile(LETTER));
  const context = await browser.newContext({ ...PHONE, baseURL, storageState, locale: 'en-US' });
  const page = await context.newPage();
  await openText(page, id);
  await text(page).press('ControlOrMeta+Home');
  await page.keyboard.type('Thumbs. ');
  await expect(text(page)).toContainText('Thumbs. ');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  // The row of tools is pushed along.
  await tool(page, 'Numbered list').scrollIntoViewIfNeeded();
  await tool(page, 'Numbered list').tap();
  await expect(text(page).locator('p').first()).toHaveAttribute('data-list', 'number');
  await check(page, 'document on a phone');
  await page.screenshot({ path: 'test-results/prose-phone.png' });
  await context.close();
});

test('lists have the markers and the depth of the document, whatever their style', async ({ page, api }) => {
  const room = await api.room('Lists');
  const [id = 0] = await api.upload(room, 'lists.docx', await readFile(LISTS));
  await openText(page, id);
  const items = text(page).locator('p[data-marker]');
  const left = async (index: number) => (await items.nth(index).boundingBox())?.x ?? 0;
  await expect(items.nth(4)).toHaveAttribute('data-marker', '1.');
  await expect(items.nth(5)).toHaveAttribute('data-marker', 'a.');
  expect(await left(1)).toBeGreaterThan(await left(0));
  expect(await left(5)).toBeGreaterThan(await left(4));
});

test('who may only look has the text without tools', async ({ api, browser, baseURL }) => {
  const eve = await api.person('Eve', 'Reader');
  const room = await api.room('To read', [{ id: eve.id, access: 'Read' }]);
  const [id = 0] = await api.upload(room, 'letter.docx', await readFile(LETTER));
  const page = await pageOf(browser, baseURL ?? '', eve);
  await page.goto(`/editor/${id}`);
  await expect(text(page)).toHaveAttribute('aria-readonly', 'true');
  await expect(page.getByRole('toolbar', { name: 'Tools for writing' })).toBeHidden();
  const before = await paragraphs(page);
  await text(page).focus();
  await page.keyboard.type('never');
  expect(await paragraphs(page)).toEqual(before);
  await check(page, 'document to read');
  await page.context().close();
});

test('a file that cannot be edited is shown instead', async ({ page, api }) => {
  const room = await api.room('Broken');
  const [id = 0] = await api.upload(room, 'old.docx', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]));
  await page.goto(`/editor/${id}`);
  await expect(page.getByRole('alert')).toContainText(/\w+/);
  await expect(text(page)).toBeHidden();
});
