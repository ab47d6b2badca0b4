import { expect, test } from 'vitest';
import { type Column, shownColumns, toggled } from './columns';

const column = (id: string, names: string[], usual = true): Column => ({
  id,
  label: id,
  names,
  track: `${id.length}rem`,
  usual,
});
const ALL = [column('name', ['name']), column('who', ['author', 'owner']), column('kind', ['type'], false)];
const ids = ({ shown }: { shown: Column[] }) => shown.map(({ id }) => id);

test('a list shows what is usual, or what is wished for, and always its first column', () => {
  expect(ids(shownColumns(ALL, null))).toEqual(['name', 'who']);
  expect(shownColumns(ALL, null).tracks).toBeUndefined();
  expect(ids(shownColumns(ALL, ['type', 'nonsense']))).toEqual(['name', 'kind']);
  expect(shownColumns(ALL, ['owner', 'name']).tracks).toBe('4rem 3rem');
  expect(ids(shownColumns(ALL, []))).toEqual(['name']);
});

test('a column comes and goes by any of its names', () => {
  const [, who = ALL[0]] = ALL;
  expect(toggled(who as Column, ['name', 'owner'])).toEqual(['name']);
  expect(toggled(who as Column, ['name'])).toEqual(['name', 'author']);
});
