// The first day with Atrium, from the empty server to the trash.
import { readFile } from 'node:fs/promises';
import { act, drop, makeRoom, officeFiles, row, sha256, uploadText } from '../support/actions.ts';
import { expect, test } from '../support/test.ts';

test('ten office files come back from a room bit by bit', async ({ page }) => {
  const files = officeFiles();
  expect(files).toHaveLength(10);
  await makeRoom(page, 'Office');
  await drop(page, files);
  await expect(page.getByText('10 files uploaded').first()).toBeVisible({ timeout: 30_000 });
  for (const { name, sha256: expected } of files) {
    await expect(row(page, name)).toBeVisible();
    const arriving = page.waitForEvent('download');
    await act(page, name, 'Download');
    const download = await arriving;
    expect(download.suggestedFilename()).toBe(name);
    expect(sha256(await readFile(await download.path())), name).toBe(expected);
  }
});

test('rename, move, copy, delete, undo, and the trash', async ({ page }) => {
  await makeRoom(page, 'Verbs');
  await uploadText(page, { 'plan.txt': 'one', 'notes.txt': 'two' });

  await test.step('a folder is made', async () => {
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await page.getByRole('menuitem', { name: 'New folder' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Drafts');
    await page.getByRole('button', { name: 'Create' }).click();
    await expect(row(page, 'Drafts')).toBeVisible();
  });

  await test.step('a file is renamed in its row', async () => {
    await act(page, 'plan.txt', 'Rename');
    await page.getByLabel('New name for plan.txt').fill('master plan.txt');
    await page.keyboard.press('Enter');
    await expect(row(page, 'master plan.txt')).toBeVisible();
    await page.reload();
    await expect(row(page, 'master plan.txt')).toBeVisible();
  });

  await test.step('it moves into the folder', async () => {
    await act(page, 'master plan.txt', 'Move to');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Verbs' }).click();
    await dialog.getByRole('button', { name: 'Drafts' }).click();
    await dialog.getByRole('button', { name: 'Move to “Drafts”' }).click();
    await expect(page.getByText('moved to “Drafts”')).toBeVisible();
    await expect(row(page, 'master plan.txt')).toBeHidden();
  });

  await test.step('the other is copied there too', async () => {
    await act(page, 'notes.txt', 'Copy to');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Verbs' }).click();
    await dialog.getByRole('button', { name: 'Drafts' }).click();
    await dialog.getByRole('button', { name: 'Copy to “Drafts”' }).click();
    await expect(page.getByText('copied to “Drafts”')).toBeVisible();
    await expect(row(page, 'notes.txt')).toBeVisible();
    await row(page, 'Drafts').dblclick();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Drafts');
    await expect(row(page, 'notes.txt')).toBeVisible();
    await expect(row(page, 'master plan.txt')).toBeVisible();
  });

  await test.step('a deletion is taken back', async () => {
    await act(page, 'notes.txt', 'Delete');
    await expect(row(page, 'notes.txt')).toBeHidden();
    await page.getByRole('alert').filter({ hasText: '“notes.txt” is in the trash' }).getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('“notes.txt” is back in its place')).toBeVisible();
    await expect(row(page, 'notes.txt')).toBeVisible();
  });

  await test.step('what stays deleted is restored from the trash, or goes for good', async () => {
    await uploadText(page, { 'scrap.txt': 'three' });
    for (const name of ['notes.txt', 'master plan.txt', 'scrap.txt']) {
      await act(page, name, 'Delete');
      await expect(page.getByText(`“${name}” is in the trash`).last()).toBeVisible();
    }
    await page.getByRole('link', { name: 'Trash' }).click();
    await act(page, 'notes.txt', 'Restore');
    await expect(row(page, 'notes.txt')).toBeHidden();
    await act(page, 'master plan.txt', 'Delete for good');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
    await expect(row(page, 'master plan.txt')).toBeHidden();
    await page.getByRole('button', { name: 'Empty trash' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Empty trash' }).click();
    await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  });
});

test('people come into a room and leave it', async ({ page }) => {
  await page.goto('/people');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Add person' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('First name').fill('Ben');
  await form.getByLabel('Last name').fill('Ito');
  await form.getByLabel('E-mail').fill('ben@atrium.example');
  await form.getByLabel('First password', { exact: true }).fill('Morning-9');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  // The list is long when other tests were here before.
  await page.getByRole('searchbox', { name: 'Search people' }).fill('ben@atrium.example');
  await expect(page.getByRole('gridcell', { name: 'ben@atrium.example' })).toBeVisible();

  await makeRoom(page, 'Team');
  await page.getByRole('button', { name: 'Members' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Invite people').first().fill('ben@atrium.example');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  await expect(dialog.getByText('Ben Ito')).toBeVisible();
  await expect(dialog.getByLabel('Role of Ben Ito').first()).toHaveValue('Editor');
  await dialog.getByLabel('Role of Ben Ito').first().click();
  await page.getByRole('option', { name: 'Viewer' }).click();
  await expect(dialog.getByLabel('Role of Ben Ito').first()).toHaveValue('Viewer');
  await dialog.getByRole('button', { name: 'Remove Ben Ito' }).click();
  await expect(dialog.getByText('Ben Ito')).toBeHidden();
});

test('a room is pinned, archived and taken out again', async ({ page }) => {
  await makeRoom(page, 'Seasonal');
  await page.goto('/rooms');
  await page.getByRole('button', { name: 'Actions for Seasonal' }).click();
  await page.getByRole('menuitem', { name: 'Pin to the top' }).click();
  await expect(page.getByRole('grid', { name: 'Rooms' }).getByRole('gridcell').first()).toContainText('Seasonal');
  await page.getByRole('button', { name: 'Actions for Seasonal' }).click();
  await page.getByRole('menuitem', { name: 'Move to archive' }).click();
  await expect(page.getByText('“Seasonal” is in the archive')).toBeVisible();
  await page.getByRole('link', { name: 'Archive' }).click();
  await page.getByRole('button', { name: 'Actions for Seasonal' }).click();
  await page.getByRole('menuitem', { name: 'Take out of the archive' }).click();
  await expect(page.getByText('is back among the rooms')).toBeVisible();
});

test('a large file travels in parts and arrives whole', async ({ page }) => {
  const bytes = Buffer.alloc(23 * 1024 * 1024);
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE((at * 2654435761) % 4294967296, at);
  await makeRoom(page, 'Large');
  await page.getByTestId('upload-files').setInputFiles({ name: 'film.bin', mimeType: 'application/octet-stream', buffer: bytes });
  await expect(row(page, 'film.bin')).toBeVisible({ timeout: 60_000 });
  const arriving = page.waitForEvent('download');
  await act(page, 'film.bin', 'Download');
  const download = await arriving;
  expect(sha256(await readFile(await download.path()))).toBe(sha256(bytes));
});
