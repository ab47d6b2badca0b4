import { expect, test } from 'vitest';
import { documentType, readColor, readFileFilter, readRoomTypes, readWish } from './selection';

test('a selector looks as usual until the address says otherwise', () => {
  expect(readWish({})).toEqual({
    accept: '',
    cancel: '',
    showCancel: false,
    showHeader: false,
    search: true,
    crumbs: true,
    subtitle: true,
  });
  expect(readWish({ acceptLabel: 7, cancel: true, cancelLabel: 'No', header: true, search: false })).toMatchObject({
    accept: '7',
    cancel: 'No',
    showCancel: true,
    showHeader: true,
    search: false,
  });
});

test('kinds of rooms come as numbers and as names', () => {
  expect(readRoomTypes(6)).toEqual([6]);
  expect(readRoomTypes('PublicRoom, 2')).toEqual([6, 2]);
  for (const nothing of [undefined, null, '', 'all', 99]) expect(readRoomTypes(nothing)).toEqual([]);
});

test('a filter is a name or a number', () => {
  expect(readFileFilter('IMG')).toEqual({ kind: 7 });
  expect(readFileFilter('DOCX')).toEqual({ extensions: ['.docx'] });
  expect(readFileFilter(5)).toEqual({ kind: 5 });
  for (const all of ['ALL', undefined, 0, 'nonsense']) expect(readFileFilter(all)).toEqual({});
});

test('only colours are colours, and one can read on them', () => {
  expect(readColor('#5299E0')).toEqual({ ground: '#5299E0', words: '#000000' });
  expect(readColor('#8b3a8f')).toEqual({ ground: '#8b3a8f', words: '#ffffff' });
  for (const none of ['', 'red', '#fff', '#5299E0;background:url(//evil)']) expect(readColor(none)).toBeNull();
});

test('files belong to kinds of editors', () => {
  expect([5, 6, 7, 10, 4, undefined].map(documentType)).toEqual(['cell', 'slide', 'word', 'pdf', null, null]);
});
