import { expect, test } from 'vitest';
import type { Entry } from '../types';
import { reordering } from './order';

const list = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key, order: key }) as Entry);
const pick = (...keys: string[]) => list.filter(({ key }) => keys.includes(key));
const change = (keys: string[], place: number) => {
  const found = reordering(list, pick(...keys), place);
  return found && [found.before.map(({ key }) => key).join(''), found.after.map(({ key }) => key).join('')];
};

test('only what lies between changes', () => {
  expect(change(['b'], 4)).toEqual(['bcd', 'cdb']);
  expect(change(['d'], 1)).toEqual(['bcd', 'dbc']);
  expect(change(['a'], 5)).toEqual(['abcde', 'bcdea']);
});

test('several come together, in their order', () => {
  expect(change(['a', 'd'], 2)).toEqual(['abcd', 'badc']);
});

test('where it is already, nothing changes', () => {
  expect(change(['b'], 1)).toBeNull();
  expect(change(['b'], 2)).toBeNull();
});
