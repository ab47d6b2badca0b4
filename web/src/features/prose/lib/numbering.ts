// Numbers and bullets of lists, counted from the beginning of the document.
import type { Node } from 'prosemirror-model';
import type { ListLevel } from './look';
import { MAX_LEVEL } from './words';

const BULLETS = ['•', '◦', '▪'];
const USUAL = ['decimal', 'lowerLetter', 'lowerRoman'];

/** Bullets of old symbol fonts, as everybody's fonts have them. */
const SYMBOLS: Record<string, string> = {
  '\uf0b7': '•',
  '\uf0a7': '▪',
  '\uf0d8': '➢',
  '\uf0fc': '✓',
  '\uf0a8': '◦',
  '\uf076': '❖',
  '\uf0e8': '→',
  '\uf0e0': '→',
  o: '◦',
};

export function letters(number: number): string {
  let name = '';
  for (let left = number; left > 0; left = Math.floor((left - 1) / 26))
    name = String.fromCharCode(97 + ((left - 1) % 26)) + name;
  return name;
}

const ROMAN: [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

export function roman(number: number): string {
  let [left, text] = [number, ''];
  for (const [value, sign] of ROMAN)
    while (left >= value) {
      text += sign;
      left -= value;
    }
  return text;
}

/** A number as lists write it. */
export function written(number: number, format: string): string {
  switch (format) {
    case 'lowerLetter':
      return letters(number);
    case 'upperLetter':
      return letters(number).toUpperCase();
    case 'lowerRoman':
      return roman(number);
    case 'upperRoman':
      return roman(number).toUpperCase();
    case 'decimalZero':
      return String(number).padStart(2, '0');
    case 'none':
      return '';
    default:
      return String(number);
  }
}

export interface Marker {
  text: string;
  /** Points from the margin to the text, and back to the marker. */
  indent: number;
  hanging: number;
}

/** Counts as it is given paragraph after paragraph. */
export class Counter {
  private readonly lists: Record<string, ListLevel[]>;
  /** How far each list has come, level by level. */
  private readonly counts = new Map<string, number[]>();

  constructor(lists: Record<string, ListLevel[]>) {
    this.lists = lists;
  }

  /** The marker of a paragraph; nothing when it is in no list. */
  next({ list, level: deep, num, indent, firstLine }: Node['attrs']): Marker | null {
    if (list !== 'bullet' && list !== 'number') {
      // A list that has no name ends where it is interrupted.
      this.counts.delete('');
      return null;
    }
    const level = Math.min(Math.max(Number(deep) || 0, 0), MAX_LEVEL);
    const levels = typeof num === 'string' ? this.lists[num] : undefined;
    const usual = levels?.[level];
    // The paragraph's own place is nearer than its list's.
    const place = {
      indent: typeof indent === 'number' ? indent : (usual?.indent ?? 36 * (level + 1)),
      hanging: typeof firstLine === 'number' ? Math.max(-firstLine, 0) : (usual?.hanging ?? 18),
    };
    if (list === 'bullet') {
      const told = usual?.text;
      const sign = told ? (SYMBOLS[told] ?? told) : BULLETS[level % BULLETS.length];
      // Bullets below a number belong to it; others end the numbers before.
      const before = this.counts.get('');
      if (before && before.length > level) before.length = level;
      return { text: sign ?? '•', ...place };
    }
    return { text: this.count(typeof num === 'string' ? num : '', level, levels), ...place };
  }

  private count(list: string, level: number, levels: ListLevel[] | undefined): string {
    const counts = this.counts.get(list) ?? [];
    const first = (at: number) => levels?.[at]?.start ?? 1;
    for (let at = 0; at < level; at += 1) counts[at] ??= first(at);
    counts[level] = counts[level] === undefined ? first(level) : counts[level] + 1;
    counts.length = level + 1;
    this.counts.set(list, counts);
    const format = (at: number) => levels?.[at]?.format ?? USUAL[at % USUAL.length] ?? 'decimal';
    const pattern = levels?.[level]?.text ?? `%${level + 1}.`;
    return pattern.replace(/%([1-9])/g, (_, digit: string) => {
      const at = Number(digit) - 1;
      return written(counts[at] ?? first(at), format(at));
    });
  }
}
