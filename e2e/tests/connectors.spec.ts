// Files that an editor of somebody else shows: in a page with nothing on it but that editor.
import type { BrowserContext } from '@playwright/test';
import { row } from '../support/actions.ts';
import { type Api, apiFor } from '../support/api.ts';
import { type Office, startOffice } from '../support/office.ts';
import { type Server, startServer } from '../support/server.ts';
import { expect, OWNER, openSpace, test } from '../support/test.ts';

test.describe.configure({ mode: 'serial' });

let office: Office;
let own: Server;
let context: BrowserContext;
let api: Api;
let room: number;
let file: number;

test.beforeAll(async ({ browser }) => {
  office = await startOffice();
  own = await startServer({ env: { ATRIUM_PRIVATE_TARGETS: '127.0.0.0/8', ATRIUM_WOPI_OFFICE: office.url } });
  const storageState = await openSpace(own.url);
  context = await browser.newContext({ baseURL: own.url, storageState });
  api = await apiFor(own.url, storageState);
  room = await api.room('Plans');
  ({ id: file } = await api.call<{ id: number }>('POST', `files/${room}/file`, { title: 'Plan.docx' }));
});

test.afterAll(async () => {
  await context.close();
  await api.dispose();
  await own.stop();
  office.close();
});

test('an office greets whoever opens a file, by the token it got', async () => {
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  await page.goto(`/doceditor?fileId=${file}`);
  await expect(page).toHaveTitle('Plan.docx');
  const inside = page.frameLocator('iframe[name=office]');
  await expect(inside.getByRole('heading', { name: 'Plan.docx' })).toBeVisible();
  await expect(inside.getByText(`${OWNER.name} writes`)).toBeVisible();
  expect(page.url(), 'the token stands in no address').not.toContain('access_token');
  expect(refused, 'what the policy of the page refused').toEqual([]);
  await page.close();
});

test('a click on a file opens it there', async () => {
  const page = await context.newPage();
  await page.goto(`/rooms/${room}`);
  const opened = context.waitForEvent('page');
  await row(page, 'Plan.docx').dblclick();
  const there = await opened;
  await expect(there.frameLocator('iframe[name=office]').getByRole('heading', { name: 'Plan.docx' })).toBeVisible();
  await there.close();
  await page.close();
});

test('a document server of the space comes before the office', async () => {
  await api.call('PUT', 'files/docservice', {
    docServiceUrl: office.url,
    docServiceSignatureSecret: 'hush',
    docServiceSignatureHeader: 'Authorization',
  });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  await page.goto(`/doceditor?fileId=${file}`);
  const inside = page.frameLocator('iframe[title=editor]');
  await expect(inside.getByRole('heading', { name: 'Plan.docx' })).toBeVisible();
  await expect(inside.getByText('edit signed')).toBeVisible();
  await page.goto(`/doceditor?fileId=${file}&action=view`);
  await expect(inside.getByText('view signed')).toBeVisible();
  expect(refused, 'what the policy of the page refused').toEqual([]);
  await page.close();
});
