import { expect, test } from 'vitest';
import { areaOf, has, membersOf, setOf } from './triggers';

const LOW = { name: 'file.created', number: 2 ** 7 };
const HIGH = { name: 'folder.downloaded', number: 2 ** 35 };

test('a set knows its triggers, beyond 32 of them, too', () => {
  const set = setOf([LOW.number, HIGH.number, LOW.number]);
  expect(set).toBe(2 ** 7 + 2 ** 35);
  expect(has(set, LOW.number)).toBe(true);
  expect(has(set, HIGH.number)).toBe(true);
  expect(has(set, 2 ** 8)).toBe(false);
  expect(membersOf(set, [LOW, HIGH, { name: 'file.moved', number: 2 ** 14 }])).toEqual([LOW, HIGH]);
});

test('everything is no trigger', () => {
  expect(has(2 ** 3, 0)).toBe(false);
  expect(setOf([])).toBe(0);
});

test('a trigger tells what it is about', () => {
  expect(areaOf('form.filled.out')).toBe('form');
});
