import { expect, test } from 'vitest';
import { readRoomSearch, toFilter } from './roomSearch';

test('filters of rooms come out of the address', () => {
  const search = readRoomSearch({ q: 'plan', type: 8, tag: 2027, by: 'f479', group: 3, sort: 'AZ', desc: true });
  expect(search).toEqual({ q: 'plan', type: 8, tag: '2027', by: 'f479', group: 3, sort: 'AZ', desc: true });
  expect(toFilter(search)).toMatchObject({ person: 'f479', group: 3, sortBy: 'AZ', descending: true });
});

test('unless told otherwise the newest come first, and names begin with A', () => {
  expect(toFilter({}, 'archive')).toMatchObject({ area: 'archive', sortBy: 'DateAndTime', descending: true });
  expect(toFilter({ sort: 'AZ' }).descending).toBe(false);
  expect(readRoomSearch({ type: 77, sort: 'Colour', group: 'x' })).toEqual({});
});
