import { expect, test, vi } from 'vitest';
import { createStore } from '@/shared/lib/store';
import type { Book } from './book';
import { sheetDesk } from './desk';

const sheet = (name: string, more = {}) => ({ name, rows: 2, columns: 2, hidden: false, protected: false, ...more });

function bookOf(...sheets: object[]) {
  const cells = new Map([
    ['0:0:0', { shown: '7', input: '=3+4' }],
    ['1:1:1', { shown: 'x', input: 'x' }],
  ]);
  const type = vi.fn();
  const rowsOf = vi.fn(async () => undefined);
  const cell = (at: number, { row, column }: { row: number; column: number }) => cells.get(`${at}:${row}:${column}`);
  return { info: createStore({ sheets, calculates: true }), cell, rowsOf, type } as unknown as Book & {
    type: typeof type;
  };
}

const LIST = [sheet('One'), sheet('Two', { protected: true }), sheet('Three', { hidden: true })];

test('cells are read as they look and as they were typed, of any sheet', async () => {
  const desk = sheetDesk(bookOf(...LIST), true);
  expect(await desk.getCell('A1')).toEqual({ shown: '7', input: '=3+4' });
  expect(await desk.getRange('A1:B2', 'Two')).toEqual([
    ['', ''],
    ['', 'x'],
  ]);
  expect(desk.getSheets().map(({ name }) => name)).toEqual(['One', 'Two', 'Three']);
  await expect(desk.getCell('A0')).rejects.toThrow('There is no cell A0');
  await expect(desk.getCell('A1', 'Nine')).rejects.toThrow('There is no sheet Nine');
  await expect(desk.getRange('A1:Z9999')).rejects.toThrow('More than 20000 cells');
});

test('rows are written from a cell on, where one may', async () => {
  const book = bookOf(...LIST);
  await sheetDesk(book, true).setRange('B2', [[1, null], ['=A1']]);
  expect(book.type).toHaveBeenCalledWith(0, [
    { row: 1, column: 1, input: '1' },
    { row: 1, column: 2, input: '' },
    { row: 2, column: 1, input: '=A1' },
  ]);
  await expect(sheetDesk(book, false).setCell('A1', 1)).rejects.toThrow('may only be read');
  await expect(sheetDesk(book, true).setCell('A1', 1, 'Two')).rejects.toThrow('protected');
  expect(book.type).toHaveBeenCalledTimes(1);
});

test('without a name, the first sheet that is shown', async () => {
  const book = bookOf(sheet('Hidden', { hidden: true }), sheet('Shown'));
  expect(await sheetDesk(book, true).getCell('B2')).toEqual({ shown: 'x', input: 'x' });
});
