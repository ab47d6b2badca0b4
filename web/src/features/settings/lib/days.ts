/** A day in the time zone of whoever looks. */
export interface Day {
  /** As in `2026-11-29`. */
  key: string;
  begin: Date;
  /** Its last millisecond. */
  end: Date;
}

/** The last days, today at the end. Days are as long as they are, also when clocks are changed. */
export function lastDays(count: number, now = new Date()): Day[] {
  return Array.from({ length: count }, (_, index) => {
    const at = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
    const begin = at(index - count + 1);
    const end = new Date(at(index - count + 2).getTime() - 1);
    const two = (part: number) => String(part).padStart(2, '0');
    return { key: `${begin.getFullYear()}-${two(begin.getMonth() + 1)}-${two(begin.getDate())}`, begin, end };
  });
}
