// What people do to a workbook beside typing: looks, rows and columns, sheets, order, filters, CSV.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { pageOf } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

const QUARTERS = join(import.meta.dirname, '../fixtures/workbooks/quarters.xlsx');

const grid = (page: Page) => page.getByRole('grid', { name: /^Cells of/ });
const state = (page: Page) => page.getByRole('status').filter({ hasText: /\w/ }).first();
const cell = (page: Page, row: number, column: number) => page.locator(`#cell-${row - 1}-${column}`);
const content = (page: Page) => page.getByRole('textbox', { name: /^Content of/ });
const tool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Tools for cells' }).getByRole('button', { name, exact: true });

async function openSheet(page: Page, id: number): Promise<void> {
  await page.goto(`/editor/${id}`);
  await expect(grid(page)).toBeVisible();
  await expect(cell(page, 2, 0)).toHaveText('Spring');
}

async function go(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Go to cell' }).fill(name);
  await page.getByRole('textbox', { name: 'Go to cell' }).press('Enter');
  await expect(content(page)).toHaveAccessibleName(`Content of ${name}`);
  await grid(page).focus();
}

async function menu(page: Page, item: string): Promise<void> {
  await tool(page, 'Rows and columns').click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

test('cells get looks that others see, and lose them again', async ({ page, api, browser, baseURL }) => {
  const bob = await api.person('Bob', 'Looker');
  const room = await api.room('Looks', [{ id: bob.id, access: 'Editing' }]);
  const [id = 0] = await api.upload(room, 'quarters.xlsx', await readFile(QUARTERS));
  const other = await pageOf(browser, baseURL ?? '', bob);
  await openSheet(page, id);
  await openSheet(other, id);

  await go(page, 'A1');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ControlOrMeta+b');
  await expect(cell(other, 1, 2)).toHaveCSS('font-weight', '700');
  await expect(tool(page, 'Bold')).toHaveAttribute('aria-pressed', 'true');
  await tool(page, 'Fill colour').click();
  await page.getByRole('menuitem', { name: 'Gold' }).click();
  await expect(cell(other, 1, 1)).toHaveCSS('background-color', 'rgb(255, 217, 102)');
  await tool(page, 'Borders').click();
  await page.getByRole('menuitem', { name: 'Below' }).click();
  await expect(cell(other, 1, 0)).toHaveCSS('border-bottom-color', 'rgb(0, 0, 0)');

  await go(page, 'B2');
  await page.keyboard.press('Shift+ArrowDown');
  await tool(page, 'Number format: General').click();
  await page.getByRole('menuitemradio', { name: 'Percent' }).click();
  await expect(cell(other, 2, 1)).toHaveText('12000.00%');
  await tool(page, 'Fewer decimal places').click();
  await expect(cell(other, 3, 1)).toHaveText('18000.0%');
  await page.screenshot({ path: 'test-results/sheet-looks.png' });
  await check(page, 'sheet with looks');
  for (let step = 0; step < 2; step += 1) await tool(page, 'Undo').click();
  await expect(cell(other, 2, 1)).toHaveText('120');
  await tool(page, 'Redo').click();
  await expect(cell(other, 2, 1)).toHaveText('12000.00%');
  await other.context().close();
});

test('rows are put in and taken out while others type', async ({ page, api, browser, baseURL }) => {
  const bob = await api.person('Bob', 'Typer');
  const room = await api.room('Rows', [{ id: bob.id, access: 'Editing' }]);
  const [id = 0] = await api.upload(room, 'quarters.xlsx', await readFile(QUARTERS));
  const other = await pageOf(browser, baseURL ?? '', bob);
  await openSheet(page, id);
  await openSheet(other, id);

  // Bob is in the middle of a word when a row comes in above him.
  await go(other, 'D4');
  await other.keyboard.type('late in');
  await go(page, 'A3');
  await menu(page, 'Insert row above');
  await expect(cell(other, 5, 0)).toHaveText('Autumn');
  await other.keyboard.type(' the year');
  await other.keyboard.press('Enter');
  await expect(cell(page, 5, 3)).toHaveText('late in the year');
  await expect(cell(other, 4, 3)).toHaveText('');

  await page.keyboard.press('ControlOrMeta+z');
  await expect(cell(other, 4, 3)).toHaveText('late in the year');
  await cell(page, 3, 0).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete rows' }).click();
  await expect(cell(other, 3, 0)).toHaveText('Autumn');

  // Sizes, by their names and by the edge.
  await go(page, 'A1');
  await menu(page, 'Column width …');
  await page.getByRole('textbox', { name: 'Width in characters' }).fill('30');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(cell(other, 1, 0)).toHaveCSS('width', '215px');
  const edge = page.locator('[data-edge="columns"][data-at="0"]');
  const box = await edge.boundingBox();
  if (!box) throw new Error('no edge');
  await page.mouse.move(box.x + 3, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 3 - 70, box.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect(cell(other, 1, 0)).toHaveCSS('width', '145px');
  await go(page, 'B2');
  await menu(page, 'Freeze above and left of this cell');
  await expect(cell(other, 1, 0)).toHaveAttribute('data-frozen', 'true');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(state(page)).toHaveText('Saved as version 2');
  await page.reload();
  await expect(cell(page, 1, 0)).toHaveAttribute('data-frozen', 'true');
  await expect(cell(page, 3, 3)).toHaveText('late in the year');
  await other.context().close();
});

test('sheets come and go', async ({ page, api }) => {
  const room = await api.room('Sheets', []);
  const [id = 0] = await api.upload(room, 'quarters.xlsx', await readFile(QUARTERS));
  await openSheet(page, id);
  await page.getByRole('button', { name: 'Add sheet' }).click();
  await expect(page.getByRole('tab', { name: 'Sheet3' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tab', { name: 'Sheet3' }).dblclick();
  await page.getByRole('textbox', { name: 'Name of the sheet' }).fill('Sums');
  await page.getByRole('textbox', { name: 'Name of the sheet' }).press('Enter');
  await expect(page.getByRole('tab', { name: 'Sums' })).toBeVisible();
  await go(page, 'A1');
  await page.keyboard.type('=SUM(Data!B2:B5)');
  await page.keyboard.press('Enter');
  await expect(cell(page, 1, 0)).toHaveText('540');
  await page.getByRole('button', { name: 'More for Sums' }).click();
  await page.getByRole('menuitem', { name: 'Move to the left' }).click();
  await expect(page.getByRole('tab')).toHaveText(['Data', 'Sums', 'Notes']);
  await expect(page.getByRole('tab', { name: 'Sums' })).toHaveAttribute('aria-selected', 'true');
  await expect(cell(page, 1, 0)).toHaveText('540');
  // A name that is taken is refused in words.
  await page.getByRole('tab', { name: 'Notes' }).dblclick();
  await page.getByRole('textbox', { name: 'Name of the sheet' }).fill('data');
  await page.getByRole('textbox', { name: 'Name of the sheet' }).press('Enter');
  await expect(page.getByText('There is a sheet of this name already.')).toBeVisible();
  await page.getByRole('button', { name: 'More for Notes' }).click();
  await page.getByRole('menuitem', { name: 'Delete sheet' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete sheet' }).click();
  await expect(page.getByRole('tab')).toHaveText(['Data', 'Sums']);
});

test('rows are sorted, filtered and taken along as CSV', async ({ page, api }) => {
  const room = await api.room('Order', []);
  const [id = 0] = await api.upload(room, 'quarters.xlsx', await readFile(QUARTERS));
  await openSheet(page, id);
  const first = (rows: number[]) => Promise.all(rows.map((row) => cell(page, row, 0).textContent()));
  await go(page, 'B2');
  await tool(page, 'Sort A to Z').click();
  await expect.poll(() => first([1, 2, 3, 4, 5])).toEqual(['Quarter', 'Winter', 'Spring', 'Autumn', 'Summer']);
  await tool(page, 'Filter').click();
  await page.getByRole('button', { name: 'Filter by Quarter' }).click();
  const dialog = page.getByRole('dialog', { name: 'Filter by Quarter' });
  await expect(dialog.getByRole('checkbox')).toHaveCount(5);
  await check(page, 'filter of a sheet');
  await page.screenshot({ path: 'test-results/sheet-filter.png' });
  await dialog.getByRole('checkbox', { name: 'Spring' }).uncheck();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(cell(page, 3, 0)).toBeHidden();
  await expect(cell(page, 4, 0)).toBeVisible();
  // By the keyboard the filter of the column opens, too.
  await go(page, 'A4');
  await page.keyboard.press('Alt+ArrowDown');
  await dialog.getByRole('checkbox', { name: 'All' }).check();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(cell(page, 3, 0)).toBeVisible();

  const download = page.waitForEvent('download');
  await tool(page, 'Save sheet as CSV').click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('quarters - Data.csv');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toBe('\uFEFFQuarter,Income,Costs\r\nWinter,90,70\r\nSpring,120,80\r\nAutumn,150,110\r\nSummer,180,95\r\n');

  await page.setViewportSize({ width: 390, height: 780 });
  await check(page, 'sheet tools on a phone');
  await page.screenshot({ path: 'test-results/sheet-deeds-phone.png' });
  await tool(page, 'Rows and columns').click();
  await expect(page.getByRole('menuitem', { name: 'Insert row above' })).toBeVisible();
  await page.screenshot({ path: 'test-results/sheet-menu-phone.png' });
});
