import { expect, test } from 'vitest';
import { fromLocalInput, inDays, toLocalInput } from './dates';

test('a moment goes through the field and comes back, to the minute', () => {
  const moment = new Date('2026-03-29T01:30:00Z');
  expect(fromLocalInput(toLocalInput(moment))).toEqual(moment);
  expect(fromLocalInput('')).toBeNull();
  expect(fromLocalInput('not a date')).toBeNull();
});

test('a week has seven days', () => {
  const now = new Date('2026-02-25T12:00:00Z');
  expect(inDays(7, now).toISOString()).toBe('2026-03-04T12:00:00.000Z');
});
