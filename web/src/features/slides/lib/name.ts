import type { TFunction } from 'i18next';
import { type Thing, text, wordsIn } from './model';

const LONGEST = 80;

/** What something on a slide is called, for those who do not see it: its kind, its description and its words. */
export function nameOf(thing: Thing, t: TFunction): string {
  const { kind, attrs } = thing;
  const label = kind === 'item' ? text(attrs['label']) : null;
  const words = wordsIn(thing).trim().replace(/\s+/g, ' ').slice(0, LONGEST);
  return [label ?? t(`slides.thing.${kind}`), text(attrs['alt']) ?? text(attrs['name']), words]
    .filter(Boolean)
    .join(': ');
}
