import { expect, test } from 'vitest';
import { toFolderPage } from './toEntry';

const page = (folders: object[], files: object[]) =>
  toFolderPage({ folders, files, current: { id: 1 }, total: 9, startIndex: 0 } as never).entries.map(
    ({ title }) => title,
  );

test('folders come before files', () => {
  expect(page([{ id: 1, title: 'b' }], [{ id: 1, title: 'a' }])).toEqual(['b', 'a']);
});

test('in an indexed room the numbers decide, and ten comes after nine', () => {
  const folders = [{ id: 1, title: 'nine', order: '2.9' }];
  const files = [
    { id: 1, title: 'ten', order: '2.10' },
    { id: 2, title: 'one', order: '2.1' },
  ];
  expect(page(folders, files)).toEqual(['one', 'nine', 'ten']);
});
