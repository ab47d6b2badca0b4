import { expect, test } from 'vitest';
import { destinationOf, toListSearch, toRoomSearch } from './addresses';

const USUAL = { count: 100, page: 1, sortOrder: 'descending', sortBy: 'DateAndTime', search: '' };

test.each([
  ['/rooms/shared/filter', {}, '/rooms'],
  ['/rooms/shared', {}, '/rooms'],
  ['/rooms/shared/7/filter', { folder: 7 }, '/rooms/7'],
  ['/rooms/shared/7', {}, '/rooms/7'],
  ['/rooms/shared/filter', { folder: 7 }, '/rooms/7'],
  ['/rooms/archived/filter', {}, '/archive'],
  ['/rooms/personal/filter', {}, '/documents'],
  ['/rooms/personal/9/filter', {}, '/documents/9'],
  ['/files/trash/filter', {}, '/trash'],
  ['/recent/filter', {}, '/recent'],
])('%s with %o leads to %s', (path, query, to) => {
  expect(destinationOf(path, { ...USUAL, ...query })).toEqual({ to, search: {} });
});

test('a token leads to the page of its link, wherever the path began', () => {
  for (const path of ['/rooms/share', '/rooms/shared/'])
    expect(destinationOf(path, { key: 'abc', folder: 7, ...USUAL })).toEqual({
      to: '/rooms/share',
      search: { key: 'abc', folder: 7 },
    });
});

test('other addresses are none of ours', () => {
  expect(destinationOf('/somewhere/filter', {})).toBeNull();
  expect(destinationOf('/rooms/shared/../../x', {})).toBeNull();
});

test('the order and the words of a filter are kept', () => {
  expect(toListSearch({ sortBy: 'AZ', sortOrder: 'ascending', search: 'plan', withSubfolders: true })).toEqual({
    sort: 'AZ',
    desc: false,
    q: 'plan',
  });
  expect(toListSearch({ sortBy: 'Tags', search: 12 })).toEqual({ q: '12', deep: false });
  expect(toRoomSearch({ sortBy: 'roomType', sortOrder: 'ascending' })).toEqual({ sort: 'RoomType' });
  expect(toRoomSearch({ sortBy: 'AZ', sortOrder: 'descending', search: 'x' })).toEqual({
    sort: 'AZ',
    desc: true,
    q: 'x',
  });
  expect(toRoomSearch({ sortBy: 'DateAndTime', sortOrder: 'ascending' })).toEqual({ desc: false });
});
