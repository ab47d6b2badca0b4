// A link for everybody, followed by somebody without an account.
import { readFile } from 'node:fs/promises';
import { act, makeRoom, row, uploadText } from '../support/actions.ts';
import { expect, test } from '../support/test.ts';

test('a stranger looks into a public room and takes a file along', async ({ page, browser, server }) => {
  await makeRoom(page, 'Open house', 'Public');
  await uploadText(page, { 'welcome.txt': 'come in' });
  await page.getByRole('button', { name: 'Members' }).click();
  const link = await page.getByRole('dialog').getByLabel('Link for everybody').inputValue();

  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const visitor = await context.newPage();
  await visitor.goto(link);
  await expect(visitor.getByRole('heading', { level: 1, name: 'Open house' })).toBeVisible();
  await expect(visitor.getByRole('button', { name: 'New', exact: true })).toBeHidden();
  await row(visitor, 'welcome.txt').dblclick();
  await expect(visitor.getByText('come in')).toBeVisible();
  await visitor.keyboard.press('Escape');

  const arriving = visitor.waitForEvent('download');
  await act(visitor, 'welcome.txt', 'Download');
  expect((await readFile(await (await arriving).path())).toString()).toBe('come in');
  await context.close();
});
