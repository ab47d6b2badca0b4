import { expect, test } from 'vitest';
import { readListSearch, toParams, toSearch } from './types';

test('order, search and filters go into the address and come back', () => {
  const search = { sort: 'AZ', desc: false, q: 'plan', kind: 'images', by: 'f479', deep: false } as const;
  expect(toSearch(toParams(readListSearch(search)))).toEqual(search);
  expect(toSearch(toParams(readListSearch({})))).toEqual({});
});

test('an address from elsewhere cannot say more than the list knows', () => {
  const search = { sort: 'Colour', desc: 'yes', q: 12, kind: 'secrets', by: 7, deep: true, other: 1 };
  expect(readListSearch(search)).toEqual({ q: '12' });
});
