// A workbook, typed into together, as people do it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { pageOf } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

const CHARTS = join(import.meta.dirname, '../fixtures/office/123233_charts.xlsx');

const grid = (page: Page) => page.getByRole('grid', { name: /^Cells of/ });
const state = (page: Page) => page.getByRole('status').filter({ hasText: /\w/ }).first();
const cell = (page: Page, row: number, column: number) => page.locator(`#cell-${row - 1}-${column}`);
const content = (page: Page) => page.getByRole('textbox', { name: /^Content of/ });

async function openSheet(page: Page, id: number): Promise<void> {
  await page.goto(`/editor/${id}`);
  await expect(grid(page)).toBeVisible();
  await expect(state(page)).toHaveAttribute('data-state', /kept|saved|view/);
}

/** Goes to a cell by its name. */
async function go(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Go to cell' }).fill(name);
  await page.getByRole('textbox', { name: 'Go to cell' }).press('Enter');
  await expect(content(page)).toHaveAccessibleName(`Content of ${name}`);
  await grid(page).focus();
}

test('two people fill a workbook and formulas follow', async ({ page, api, browser, baseURL }) => {
  const bob = await api.person('Bob', 'Counter');
  const room = await api.room('Budget', [{ id: bob.id, access: 'Editing' }]);
  const [id = 0] = await api.upload(room, 'budget.xlsx', await readFile(CHARTS));
  const other = await pageOf(browser, baseURL ?? '', bob);
  await openSheet(page, id);
  await openSheet(other, id);
  await expect(page.getByRole('group', { name: '2 people are here' })).toBeVisible();

  await go(other, 'B71');
  await go(page, 'B71');
  await page.keyboard.type('12.5');
  await page.keyboard.press('Enter');
  await page.keyboard.type('=B71*2');
  await page.keyboard.press('Enter');
  await expect(cell(other, 72, 1)).toHaveText('25');
    await other.keyboard.type('50');
  await other.keyboard.press('Tab');
  for (const one of [page, other]) {
    await expect(cell(one, 71, 1)).toHaveText('50');
    await expect(cell(one, 72, 1)).toHaveText('100');
    await expect(state(one)).toHaveAttribute('data-state', /kept|saved/);
  }
  // The name stands at the cursor of the other one.
  await expect(grid(page).getByText('Bob Counter')).toBeVisible();

  await go(page, 'B72');
  await expect(content(page)).toHaveValue('=B71*2');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(state(page)).toHaveText('Saved as version 2');
  await check(page, 'sheet');
  await page.screenshot({ path: 'test-results/sheet-desktop.png' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await check(page, 'sheet, dark');
  await page.screenshot({ path: 'test-results/sheet-dark.png' });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 780 });
  await check(page, 'sheet on a phone');
  await page.screenshot({ path: 'test-results/sheet-phone.png' });
  await other.context().close();
});

test('cells are copied, cleared and taken back with the keyboard', async ({ page, api }) => {
  const room = await api.room('Keys', []);
  const [id = 0] = await api.upload(room, 'keys.xlsx', await readFile(CHARTS));
  await openSheet(page, id);
  await go(page, 'D80');
  for (const input of ['1', '2', '=D80+D81']) {
    await page.keyboard.type(input);
    await page.keyboard.press('Enter');
  }
  await expect(cell(page, 82, 3)).toHaveText('3');
  // Formulas move along when they are copied.
  await go(page, 'D80');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  const box = (deed: 'copy' | 'paste') =>
    grid(page).evaluate((node, kind) => {
      const held = window as unknown as { held?: DataTransfer };
      held.held ??= new DataTransfer();
      node.dispatchEvent(new ClipboardEvent(kind, { clipboardData: held.held, bubbles: true, cancelable: true }));
    }, deed);
  await box('copy');
  await go(page, 'F80');
  await box('paste');
  await expect(cell(page, 82, 5)).toHaveText('3');
  await go(page, 'F80');
  await page.keyboard.type('10');
  await page.keyboard.press('Enter');
  await expect(cell(page, 82, 5)).toHaveText('12');
  await expect(cell(page, 82, 3)).toHaveText('3');

  await grid(page).press('ControlOrMeta+z');
  await expect(cell(page, 82, 5)).toHaveText('3');
  await grid(page).press('ControlOrMeta+y');
  await expect(cell(page, 82, 5)).toHaveText('12');
  await go(page, 'F82');
  await page.keyboard.press('Delete');
  await expect(cell(page, 82, 5)).toHaveText('');
  // What is being typed is let go of with Escape.
  await page.keyboard.type('never');
  await page.keyboard.press('Escape');
  await expect(cell(page, 82, 5)).toHaveText('');
  await expect(content(page)).toHaveValue('');
});

test('what was typed is in the file that another program opens', async ({ page, api }) => {
  const room = await api.room('Files', []);
  const [id = 0] = await api.upload(room, 'plan.xlsx', await readFile(CHARTS));
  await openSheet(page, id);
  await go(page, 'A50');
  await page.keyboard.type('Written in the browser');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(state(page)).toHaveText('Saved as version 2');
  await page.reload();
  await expect(grid(page)).toBeVisible();
  await go(page, 'A50');
  await expect(cell(page, 50, 0)).toHaveText('Written in the browser');
});

test('a file that cannot be edited is shown instead', async ({ page, api }) => {
  const room = await api.room('Locked', []);
  const [id = 0] = await api.upload(room, 'old.xlsx', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]));
  await page.goto(`/editor/${id}`);
  await expect(page.getByRole('alert')).toContainText('encrypted');
  await expect(grid(page)).toBeHidden();
});
