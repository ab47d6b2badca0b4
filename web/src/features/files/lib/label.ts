import i18n from 'i18next';
import type { Entry } from '../types';

/** One title, or "5 items". */
export function labelOf(entries: Entry[]): string {
  const [only] = entries;
  return entries.length === 1 && only ? only.title : i18n.t('entries.items', { count: entries.length });
}
