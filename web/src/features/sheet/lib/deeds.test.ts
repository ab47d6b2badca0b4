import { describe, expect, it } from 'vitest';
import { carry, carrySheet, type Deed, freeName } from './deeds';

const rows = (kind: 'insert' | 'delete', at: number, count: number): Deed => ({
  do: kind,
  sheet: 0,
  axis: 'rows',
  at,
  count,
});

describe('deeds', () => {
  it('carry cells along', () => {
    const row = (deed: Deed, line: number) => carry(deed, { sheet: 0, row: line, column: 3 })?.row;
    expect([4, 5, 9].map((line) => row(rows('insert', 5, 2), line))).toEqual([4, 7, 11]);
    expect([4, 5, 6, 7].map((line) => row(rows('delete', 5, 2), line))).toEqual([4, undefined, undefined, 5]);
    expect(carry(rows('insert', 0, 1), { sheet: 1, row: 4, column: 3 })?.row).toBe(4);
    const sorted: Deed = {
      do: 'sort',
      area: { sheet: 0, top: 4, left: 3, bottom: 6, right: 3 },
      by: 3,
      descending: false,
      order: [2, 0, 1],
    };
    expect([3, 4, 5, 6].map((line) => row(sorted, line))).toEqual([3, 5, 6, 4]);
  });

  it('carry sheets along', () => {
    const all = (deed: Deed) => [0, 1, 2, 3].map((sheet) => carrySheet(deed, sheet));
    expect(all({ do: 'moveSheet', sheet: 0, to: 2 })).toEqual([2, 0, 1, 3]);
    expect(all({ do: 'moveSheet', sheet: 3, to: 1 })).toEqual([0, 2, 3, 1]);
    expect(all({ do: 'removeSheet', sheet: 1 })).toEqual([0, null, 1, 2]);
  });

  it('call new sheets as none is called', () => {
    expect(freeName(['Sheet1', 'SHEET3'], (number) => `Sheet${number}`)).toBe('Sheet4');
  });
});
