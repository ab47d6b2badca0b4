// What a person does, as sentences.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { PASSWORD, type Somebody } from './api.ts';
import { BUCKET } from './s3.ts';
import { declineTour } from './test.ts';

const OFFICE = join(import.meta.dirname, '../fixtures/office');

export interface OfficeFile {
  name: string;
  bytes: Buffer;
  sha256: string;
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The ten real files. */
export function officeFiles(): OfficeFile[] {
  return readdirSync(OFFICE)
    .filter((name) => !name.endsWith('.md'))
    .map((name) => {
      const bytes = readFileSync(join(OFFICE, name));
      return { name, bytes, sha256: sha256(bytes) };
    });
}

/** A page of somebody else, signed in through the door. */
export async function pageOf(browser: Browser, baseURL: string, somebody: Somebody): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] }, locale: 'en-US' });
  const page = await context.newPage();
  await declineTour(page);
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(somebody.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/rooms/);
  return page;
}

/** Makes a room through the dialog and goes into it. */
export async function makeRoom(page: Page, title: string, kind = 'Collaboration'): Promise<void> {
  await page.goto('/rooms');
  await page.getByRole('button', { name: 'New room' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: kind }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(title);
  await page.getByRole('button', { name: 'Create room' }).click();
  await expect(page).toHaveURL(/\/rooms\/\d+$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
}

/** Drops files on the list as from the desktop. */
export async function drop(page: Page, files: { name: string; bytes: Buffer }[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (list) => {
      const data = new DataTransfer();
      for (const { name, base64 } of list) {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        data.items.add(new File([bytes], name));
      }
      return data;
    },
    files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') })),
  );
  const zone = page.getByTestId('drop-zone');
  for (const type of ['dragenter', 'dragover', 'drop']) await zone.dispatchEvent(type, { dataTransfer: transfer });
}

/** The row of an entry in the list. */
export function row(page: Page, title: string): Locator {
  return page.getByRole('row').filter({ has: page.getByText(title, { exact: true }) });
}

/** A part of a screen, by its heading. */
export function section(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** Says all of a bucket, where one is asked for. */
export async function fillBucket(part: Locator, service: string, { name, region, accessKey, secretKey } = BUCKET): Promise<void> {
  await part.getByLabel('Bucket', { exact: true }).fill(name);
  await part.getByLabel('Region').fill(region);
  await part.getByLabel('Address of the service').fill(service);
  await part.getByLabel('Access key').fill(accessKey);
  await part.getByLabel('Secret key').fill(secretKey);
}

/** Chooses a verb from an entry's menu. */
export async function act(page: Page, title: string, verb: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${title}` }).click();
  await page.getByRole('menuitem', { name: verb }).click();
}

/** Puts text files into the open folder by the button. */
export async function uploadText(page: Page, files: Record<string, string>): Promise<void> {
  await page
    .getByTestId('upload-files')
    .setInputFiles(Object.entries(files).map(([name, text]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })));
  for (const name of Object.keys(files)) await expect(row(page, name)).toBeVisible();
}
