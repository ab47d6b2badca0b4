// A form that its owner starts and two people fill in, each in a copy of his own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { pageOf, row } from '../support/actions.ts';
import { type Api, type Somebody } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { pdfForm } from '../support/forms.ts';
import { expect, test } from '../support/test.ts';

/** A form filling room with people who fill in. */
async function fillingRoom(api: Api, title: string, people: Somebody[]): Promise<number> {
  const { id } = await api.call<{ id: number }>('POST', 'files/rooms', { title, roomType: 'FillingFormsRoom' });
  const invitations = people.map((one) => ({ id: one.id, access: 'FillForms' }));
  await api.call('PUT', `files/rooms/${id}/share`, { invitations, notify: false });
  return id;
}

/** The words on the pages of a PDF, as another reader sees them. */
async function wordsOf(page: Page, file: number): Promise<string> {
  const answer = await page.request.get(`/filehandler.ashx?action=download&fileid=${file}`);
  expect(answer.ok()).toBe(true);
  const folder = mkdtempSync(join(tmpdir(), 'atrium-form-'));
  const path = join(folder, 'form.pdf');
  writeFileSync(path, await answer.body());
  const words = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return words;
}

interface Listed {
  files: { id: number; title: string }[];
  folders: { id: number; title: string }[];
}

test('the owner starts a form, two people fill it in, and the answers are collected', async ({
  page,
  api,
  browser,
  baseURL,
}) => {
  const people = [await api.person('Ada', 'Berg'), await api.person('Bo', 'Lind')];
  const room = await fillingRoom(api, 'Holidays', people);
  await api.upload(room, 'Leave.pdf', pdfForm(['Name', 'Days']));

  // The owner starts it where it lies.
  await page.goto(`/rooms/${room}`);
  await row(page, 'Leave.pdf').dblclick();
  await expect(page.getByRole('heading', { name: 'Leave.pdf', level: 1 })).toBeVisible();
  await expect(page.getByText('Nobody can fill it in yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Start filling' }).click();
  await expect(page.getByRole('button', { name: 'Submit' })).toBeVisible();

  const answers = [
    ['Ada Berg', '12'],
    ['Bo Lind', '3'],
  ] as const;
  for (const [at, somebody] of people.entries()) {
    const theirs = await pageOf(browser, baseURL ?? '', somebody);
    if (at === 1) await theirs.setViewportSize({ width: 390, height: 780 });
    await theirs.goto(`/rooms/${room}`);
    await row(theirs, 'Leave.pdf').dblclick();
    const [name, days] = answers[at] ?? ['', ''];
    await theirs.getByRole('textbox', { name: 'Name' }).fill(name);
    await theirs.getByRole('textbox', { name: 'Days' }).fill(days);
    await expect(theirs.getByText('Not saved yet')).toBeVisible();
    await check(theirs, at === 0 ? 'form' : 'form on a phone');
    await theirs.screenshot({ path: `test-results/form-${at === 0 ? 'desktop' : 'phone'}.png` });
    await theirs.getByRole('button', { name: 'Save' }).click();
    await expect(theirs.getByText('Saved', { exact: true })).toBeVisible();
    await theirs.getByRole('button', { name: 'Submit' }).click();
    await expect(theirs.getByRole('heading', { name: 'Thank you' })).toBeFocused();
    await expect(theirs.getByText(`It is number ${at + 1}.`)).toBeVisible();
    await check(theirs, 'form sent');
    await theirs.screenshot({ path: `test-results/form-sent-${at}.png` });
    await theirs.context().close();
  }

  // "Complete" holds both and the spreadsheet of their answers.
  await page.goto(`/rooms/${room}`);
  await row(page, 'Complete').dblclick();
  await row(page, 'Leave').dblclick();
  await expect(row(page, 'Leave.xlsx')).toBeVisible();
  await page.screenshot({ path: 'test-results/form-results.png' });
  const complete = (await api.call<Listed>('GET', `files/${room}`)).folders.find(({ title }) => title === 'Complete');
  const results = (await api.call<Listed>('GET', `files/${complete?.id}`)).folders.find(({ title }) => title === 'Leave');
  const { files } = await api.call<Listed>('GET', `files/${results?.id}`);
  expect(files).toHaveLength(3);
  for (const [at, [name, days]] of answers.entries()) {
    const copy = files.find(({ title }) => title.startsWith(`${at + 1} - Leave (`));
    const words = await wordsOf(page, copy?.id ?? 0);
    expect(words).toContain(name);
    expect(words).toContain(days);
  }
  const sheet = files.find(({ title }) => title === 'Leave.xlsx');
  await page.goto(`/media/view/${sheet?.id}`);
  const { fields, rows } = await answersOf(api, room);
  expect(fields).toEqual(['Name', 'Days']);
  expect(rows).toEqual([
    ['Bo Lind', '3'],
    ['Ada Berg', '12'],
  ]);
});

async function answersOf(api: Api, room: number): Promise<{ fields: string[]; rows: string[][] }> {
  const { files } = await api.call<Listed>('GET', `files/${room}`);
  const form = files.find(({ title }) => title === 'Leave.pdf');
  const data = await api.call<{
    metadata: { key: string }[];
    submissions: { formsData: { value: string }[] }[];
  }>('GET', `files/file/${form?.id}/submissions`);
  return {
    fields: data.metadata.map(({ key }) => key),
    rows: data.submissions.map(({ formsData }) => formsData.map(({ value }) => value)),
  };
}

test('a form of one’s own is signed, searched and saved as a new version', async ({ page, api }) => {
  const mine = await api.call<{ current: { id: number } }>('GET', 'files/@my');
  const [id = 0] = await api.upload(mine.current.id, 'Own.pdf', pdfForm(['Name', 'Place']));
  await page.goto(`/form/${id}`);
  await page.getByRole('textbox', { name: 'Place' }).fill('Oslo');
  await page.keyboard.press('ControlOrMeta+f');
  await page.getByRole('textbox', { name: 'Search in the form' }).fill('request');
  await expect(page.getByText('1 of 1')).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByText('Draw signature').click();
  const sheet = page.locator('.page').first();
  const box = await sheet.boundingBox();
  if (!box) throw new Error('no page');
  await page.mouse.move(box.x + 120, box.y + 420);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 380, { steps: 8 });
  await page.mouse.move(box.x + 260, box.y + 430, { steps: 8 });
  await page.mouse.up();
  await page.screenshot({ path: 'test-results/form-signed.png' });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const { version } = await api.call<{ version: number }>('GET', `files/file/${id}`);
  expect(version).toBe(2);
  expect(await wordsOf(page, id)).toContain('Oslo');
  const saved = await (await page.request.get(`/filehandler.ashx?action=download&fileid=${id}`)).body();
  expect(saved.toString('latin1')).toContain('/Subtype /Ink');
});
