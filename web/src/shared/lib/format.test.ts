import { describe, expect, test } from 'vitest';
import { formatSize, formatWhen, initials, parseDate, splitTitle } from './format';

describe('format', () => {
  test('sizes in the language of the page', () => {
    expect(formatSize(512, 'en')).toBe('512 byte');
    expect(formatSize(1536, 'en')).toBe('1.5 kB');
    expect(formatSize(1536, 'de')).toBe('1,5 kB');
    expect(formatSize(250 * 1024 * 1024, 'en')).toBe('250 MB');
  });

  test('today as a distance, this year without the year', () => {
    const now = new Date('2026-06-15T12:00:00');
    expect(formatWhen(new Date('2026-06-15T11:58:00'), now, 'en')).toMatch(/2 min/);
    expect(formatWhen(new Date('2026-03-02T09:00:00'), now, 'en')).toBe('Mar 2');
    expect(formatWhen(new Date('2024-03-02T09:00:00'), now, 'en')).toBe('Mar 2, 2024');
  });

  test('the API’s dates, with seven digits, and its "never"', () => {
    expect(parseDate('2026-11-21T02:35:19.1234567+00:00')?.toISOString()).toBe('2026-11-21T02:35:19.123Z');
    expect(parseDate('0001-01-01T00:00:00.0000000Z')).toBeNull();
    expect(parseDate(undefined)).toBeNull();
  });

  test('initials of one word, of several, of another script', () => {
    expect(initials('Budget')).toBe('B');
    expect(initials('Spring campaign 2027')).toBe('S2');
    expect(initials('Ünal Özgür')).toBe('ÜÖ');
    expect(initials('')).toBe('');
  });

  test('only the last dot begins the extension', () => {
    expect(splitTitle('a.b.docx')).toEqual(['a.b', '.docx']);
    expect(splitTitle('.env')).toEqual(['.env', '']);
    expect(splitTitle('README')).toEqual(['README', '']);
  });
});
