import { expect, test } from 'vitest';
import { Counter, letters, roman } from './numbering';

const count = (counter: Counter, items: [string | null, number, string?][]) =>
  items.map(([list, level, num]) => counter.next({ list, level, num: num ?? null })?.text ?? '');

test('numbers, letters and Roman numbers', () => {
  expect([1, 26, 27, 52, 703].map(letters)).toEqual(['a', 'z', 'aa', 'az', 'aaa']);
  expect([1, 4, 9, 14, 40, 1994].map(roman)).toEqual(['i', 'iv', 'ix', 'xiv', 'xl', 'mcmxciv']);
});

test('levels count by themselves and begin anew below the next item', () => {
  const items: [string, number][] = [0, 1, 1, 2, 0, 1].map((level) => ['number', level]);
  expect(count(new Counter({}), items)).toEqual(['1.', 'a.', 'b.', 'i.', '2.', 'a.']);
});

test('a list without a name ends at a paragraph of none, one with a name goes on', () => {
  const broken: [string | null, number][] = [
    ['number', 0],
    [null, 0],
    ['number', 0],
  ];
  expect(count(new Counter({}), broken)).toEqual(['1.', '', '1.']);
  const named: [string | null, number, string][] = [
    ['number', 0, '5'],
    [null, 0, ''],
    ['number', 0, '6'],
    ['number', 0, '5'],
  ];
  expect(count(new Counter({}), named)).toEqual(['1.', '', '1.', '2.']);
});

test('bullets below a number belong to it, others end the numbers', () => {
  const below: [string, number][] = [
    ['number', 0],
    ['bullet', 1],
    ['number', 0],
    ['bullet', 0],
    ['number', 0],
  ];
  expect(count(new Counter({}), below)).toEqual(['1.', '◦', '2.', '•', '1.']);
});

test('patterns, formats and starts are those of the document', () => {
  const levels = [
    { format: 'upperRoman', text: 'Article %1', start: 3, indent: 20, hanging: 20 },
    { format: 'decimal', text: '%1.%2)' },
    { format: 'bullet', text: '\uf0b7' },
  ];
  const counter = new Counter({ '7': levels });
  expect(counter.next({ list: 'number', level: 0, num: '7' })).toEqual({
    text: 'Article III',
    indent: 20,
    hanging: 20,
  });
  expect(
    count(counter, [
      ['number', 1, '7'],
      ['number', 1, '7'],
      ['bullet', 2, '7'],
      ['number', 0, '7'],
      ['number', 1, '7'],
    ]),
  ).toEqual(['III.1)', 'III.2)', '•', 'Article IV', 'IV.1)']);
});

test('a paragraph that stands elsewhere by itself takes its marker along', () => {
  const moved = { list: 'bullet', level: 0, num: null, indent: 10, firstLine: -5 };
  expect(new Counter({}).next(moved)).toEqual({ text: '•', indent: 10, hanging: 5 });
});
