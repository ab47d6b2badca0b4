// Whether the tour is shown, and who needs no more of it. Kept on this device: the contract has no place for it.
import type { Person } from '@/features/session';
import { parseDate } from '@/shared/lib/format';
import { createStore } from '@/shared/lib/store';

/** The step that is shown; null while nobody is shown around. */
export const step = createStore<number | null>(null);

export const startTour = () => step.set(() => 0);

const STORED = 'atrium-tour-seen';
/** ms; whoever has been here for longer knows their way, on a new device too. */
const NEWCOMER = 30 * 86_400_000;

function seenBy(): string[] {
  try {
    const seen: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]');
    return Array.isArray(seen) ? seen.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

/** Whether somebody who just came in should be shown around: they are new, and were not shown before. */
export function isNewHere({ id, registrationDate }: Person, now = new Date()): boolean {
  const since = parseDate(registrationDate);
  const isNew = since !== null && now.getTime() - since.getTime() < NEWCOMER;
  return isNew && !seenBy().includes(id ?? '');
}

/** The tour is over, or was not wanted: it does not begin by itself again. */
export function endTour({ id = '' }: Person): void {
  step.set(() => null);
  if (!seenBy().includes(id)) localStorage.setItem(STORED, JSON.stringify([...seenBy(), id]));
}
