// Between dates and what `<input type="datetime-local">` holds: the wall clock of whoever looks at it.

const DAY = 86_400_000;

export function inDays(days: number, now = new Date()): Date {
  return new Date(now.getTime() + days * DAY);
}

/** "2026-11-28T09:30", in the time zone of the browser. */
export function toLocalInput(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The moment the field stands for; null while it is not complete. */
export function fromLocalInput(text: string): Date | null {
  if (text === '') return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}
