import { describe, expect, it } from 'vitest';
import { fromText, toText } from './table';

describe('cells as text', () => {
  it('come back as they were', () => {
    for (const rows of [
      [['a']],
      [
        ['a', 'b'],
        ['', 'd'],
      ],
      [
        ['with "quotes"', 'two\nlines'],
        ['tab\there', ''],
      ],
    ])
      expect(fromText(toText(rows))).toEqual(rows);
  });

  it('are read as other programs write them', () => {
    expect(fromText('1\t2\r\n3\t4\r\n')).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(fromText('5" pipe\tx')).toEqual([['5" pipe', 'x']]);
    expect(fromText('"open\tx')).toEqual([['"open', 'x']]);
  });
});
