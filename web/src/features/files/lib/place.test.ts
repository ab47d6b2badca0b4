import { expect, test } from 'vitest';
import type { Entry, FolderPage, ListingParams } from '../types';
import { withEntry, without } from './place';

const entry = (title: string, part: Partial<Entry> = {}) =>
  ({ key: title, title, isFolder: false, extension: '', size: 0, updated: null, ...part }) as Entry;
const byTitle: ListingParams = { sortBy: 'AZ', descending: false, search: '', kind: null, author: null, deep: true };

function pages(...titles: string[][]) {
  const total = titles.flat().length;
  const page = (names: string[]) => ({ entries: names.map((name) => entry(name)), total, startIndex: 0 }) as FolderPage;
  return { pages: titles.map(page), pageParams: titles.map((_, at) => at) };
}
const titles = (data: Pick<ReturnType<typeof pages>, 'pages'>) =>
  data.pages.map((page) => page.entries.map(({ title }) => title));

test('a new entry goes where it belongs, folders first', () => {
  const list = pages(['a', 'c'], ['file 2', 'file 10']);
  expect(titles(withEntry(list, entry('b'), byTitle))).toEqual([
    ['a', 'b', 'c'],
    ['file 2', 'file 10'],
  ]);
  expect(titles(withEntry(list, entry('file 9'), byTitle))).toEqual([
    ['a', 'c'],
    ['file 2', 'file 9', 'file 10'],
  ]);
  expect(titles(withEntry(list, entry('z', { isFolder: true }), byTitle))[0]).toEqual(['z', 'a', 'c']);
  expect(withEntry(list, entry('b'), byTitle).pages.map(({ total }) => total)).toEqual([5, 5]);
});

test('behind the last loaded page it is only counted', () => {
  const list = pages(['a', 'c']);
  for (const page of list.pages) page.total = 900;
  const more = withEntry(list, entry('z'), byTitle);
  expect(titles(more)).toEqual([['a', 'c']]);
  expect(more.pages[0]?.total).toBe(901);
  expect(titles(withEntry(pages(['a', 'c']), entry('z'), byTitle))).toEqual([['a', 'c', 'z']]);
});

test('before the loaded part it moves everything one place down', () => {
  const list = pages(['m', 'n']);
  for (const page of list.pages) Object.assign(page, { startIndex: 400, total: 900 });
  const more = withEntry(list, entry('b'), byTitle);
  expect(titles(more)).toEqual([['m', 'n']]);
  expect(more.pages[0]).toMatchObject({ startIndex: 401, total: 901 });
});

test('a changed entry keeps its place, and one that is gone leaves the count right', () => {
  const list = pages(['a', 'b']);
  const renamed = withEntry(list, entry('a', { title: 'y' }), byTitle);
  expect(titles(renamed)).toEqual([['y', 'b']]);
  const less = without(list, new Set(['b', 'unknown']));
  expect(titles(less)).toEqual([['a']]);
  expect(less.pages[0]?.total).toBe(1);
  expect(without(list, new Set(['unknown']))).toBe(list);
});
