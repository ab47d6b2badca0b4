// Dates, sizes and names as people read them, in the language of the page.
import i18n from 'i18next';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size in bytes with a unit that fits: "12 kB", "1.4 GB". */
export function formatSize(bytes: number, language = i18n.language): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[unit],
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
  }).format(value);
}

const DAY = 86_400_000;

/** "2 minutes ago" within a day, the day within a year, else with the year. */
export function formatWhen(date: Date, now = new Date(), language = i18n.language): string {
  const ago = now.getTime() - date.getTime();
  if (ago < DAY && ago > -DAY) {
    const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
    const minutes = Math.round(-ago / 60_000);
    if (Math.abs(minutes) < 1) return relative.format(0, 'second');
    if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
    return relative.format(Math.round(minutes / 60), 'hour');
  }
  const sameYear = date.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
}

/** Day and time, for tooltips and the history. */
export function formatMoment(date: Date, language = i18n.language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

/** The day alone. */
export function formatDay(date: Date, language = i18n.language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(date);
}

/** A date of the API, or null for an absent or "never" one. */
export function parseDate(text: unknown): Date | null {
  if (typeof text !== 'string' || !text || text.startsWith('0001')) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** One or two letters that stand for a name. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s_\-.]+/u)
    .filter(Boolean);
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words[words.length - 1] ?? '') : '';
  return [first, last]
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** "report.final.docx" → ["report.final", ".docx"]; a leading dot is part of the name. */
export function splitTitle(title: string): [name: string, extension: string] {
  const dot = title.lastIndexOf('.');
  return dot > 0 ? [title.slice(0, dot), title.slice(dot)] : [title, ''];
}
