import { expect, test } from 'vitest';
import { readDrop } from './dropped';

const file = (name: string) =>
  ({
    isFile: true,
    name,
    file: (done: (file: File) => void) => done(new File(['x'], name)),
  }) as unknown as FileSystemEntry;

/** A folder whose reader hands out two at a time, as browsers hand out a hundred. */
const folder = (name: string, inside: FileSystemEntry[]) => {
  const rest = [...inside];
  const createReader = () => ({ readEntries: (done: (some: FileSystemEntry[]) => void) => done(rest.splice(0, 2)) });
  return { isFile: false, isDirectory: true, name, createReader } as unknown as FileSystemEntry;
};

const drop = (...entries: FileSystemEntry[]) =>
  readDrop({
    files: [] as unknown as FileList,
    items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })),
  } as unknown as DataTransfer);

test('a dropped folder comes with its whole tree, however many a reader hands out', async () => {
  const tree = folder('Photos', [file('1.jpg'), folder('May', [file('2.jpg')]), file('3.jpg'), file('4.jpg')]);
  const dropped = await drop(tree, file('loose.txt'));
  expect(dropped.map(({ path, file: one }) => [...path, one?.name].join('/'))).toEqual([
    'Photos/1.jpg',
    'Photos/May/2.jpg',
    'Photos/3.jpg',
    'Photos/4.jpg',
    'loose.txt',
  ]);
});

test('an empty folder comes, too', async () => {
  expect(await drop(folder('Outer', [folder('Empty', [])]))).toEqual([{ path: ['Outer', 'Empty'], file: null }]);
});
