import { expect, test } from 'vitest';
import { lastDays } from './days';

test('days end where the next ones begin, today at the end', () => {
  const days = lastDays(3, new Date(2026, 2, 1, 15, 30));
  expect(days.map(({ key }) => key)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  for (const [index, { end }] of days.slice(0, -1).entries())
    expect(end.getTime() + 1).toBe(days[index + 1]?.begin.getTime());
  expect(days[2]?.end).toEqual(new Date(2026, 2, 1, 23, 59, 59, 999));
});
