import { describe, expect, it } from 'vitest';
import { columnName, columnOf, moved, nameOf, placeOf } from './address';

describe('names of cells', () => {
  it('counts columns in letters', () => {
    for (const [column, name] of [
      [0, 'A'],
      [25, 'Z'],
      [26, 'AA'],
      [701, 'ZZ'],
      [702, 'AAA'],
      [16_383, 'XFD'],
    ] as const) {
      expect(columnName(column)).toBe(name);
      expect(columnOf(name)).toBe(column);
    }
  });

  it('finds the cell of a name', () => {
    expect(placeOf('b3')).toEqual({ row: 2, column: 1 });
    expect(placeOf(' $AA$10 ')).toEqual({ row: 9, column: 26 });
    for (const wrong of ['', 'B', '3', 'B0', 'XFE1', 'A1048577', 'A1:B2']) expect(placeOf(wrong)).toBeNull();
    expect(nameOf({ row: 2, column: 1 })).toBe('B3');
  });
});

describe('formulas that move', () => {
  it('move what is not held by $', () => {
    expect(moved('=A1+$A1+A$1+$A$1', 2, 1)).toBe('=B3+$A3+B$1+$A$1');
    expect(moved('=SUM(A1:B2)*LOG10(C3)', 1, 0)).toBe('=SUM(A2:B3)*LOG10(C4)');
    expect(moved(`='My A1'!B2&"A1"&rate1_A1`, 1, 1)).toBe(`='My A1'!C3&"A1"&rate1_A1`);
  });

  it('lose what lies beyond the sheet, and leave values alone', () => {
    expect(moved('=A1', -1, 0)).toBe('=#REF!');
    expect(moved('A1', 5, 5)).toBe('A1');
  });
});
