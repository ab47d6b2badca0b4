import { expect, test } from 'vitest';
import { shareOf, shortened } from './scale';

const amounts = [100, 25, 0.1, 0].map((value) => ({ key: String(value), name: String(value), value }));

test('bars are as long as their part of the largest, and seen as soon as there is something', () => {
  expect(amounts.map(({ value }) => shareOf(value, amounts))).toEqual([100, 25, 1, 0]);
  expect(shareOf(0, [])).toBe(0);
});

test('long names are cut', () => {
  expect(shortened('Room')).toBe('Room');
  expect(shortened('A room with a very long name indeed', 12)).toBe('A room with…');
});
