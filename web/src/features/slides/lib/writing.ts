// Tools for writing: what they show and do, for words that are selected or for all words of what is selected.
import type * as Y from 'yjs';
import type { Align, Level } from './deck';
import { commonLook, formatAll, paragraphsAll } from './edit';
import { number, type Thing } from './model';
import {
  type Field,
  indent,
  inherits,
  isOn,
  setMark,
  setParagraph,
  type Toggle,
  toggle,
  toggleValue,
  valueNow,
} from './words';

export const TOGGLES: Toggle[] = ['bold', 'italic', 'underline', 'strike'];
export const BULLET = 'char:•';
export const NUMBER = 'auto:arabicPeriod';

export type ListKind = 'bullet' | 'number';
type Valued = 'color' | 'size' | 'font';

export interface Writing {
  on: Record<Toggle, boolean>;
  size: number | null;
  color: string | null;
  font: string | null;
  align: Align | null;
  list: ListKind | null;
  toggle: (name: Toggle) => void;
  value: (name: Valued, value: string | number | null) => void;
  setAlign: (align: Align) => void;
  setList: (kind: ListKind) => void;
  /** Only words that are being written have levels to choose. */
  indent: ((by: 1 | -1) => void) | null;
}

const listOf = (bullet: string | null | undefined): ListKind | null =>
  bullet?.startsWith('char:') ? 'bullet' : bullet?.startsWith('auto:') ? 'number' : null;

const text = (value: unknown) => (typeof value === 'string' && value !== 'inherit' ? value : null);
const bulletFor = (kind: ListKind, now: ListKind | null) =>
  now === kind ? 'none' : kind === 'bullet' ? BULLET : NUMBER;

/** For the words that are being written. */
export function writingIn(field: Field): Writing {
  const { view, levels } = field;
  const { state } = view;
  const { attrs } = state.selection.$from.parent;
  const level = levels[Number(attrs['level'] ?? 0)];
  const list = listOf(attrs['bullet'] ?? level?.bullet);
  return {
    on: Object.fromEntries(TOGGLES.map((name) => [name, isOn(state, name, levels)])) as Record<Toggle, boolean>,
    size: number(valueNow(state, 'size', levels)),
    color: text(valueNow(state, 'color', levels)),
    font: text(valueNow(state, 'font', levels)),
    align: attrs['align'] ?? level?.align ?? null,
    list,
    toggle: (name) => field.run(toggle(name, levels)),
    value: (name, value) => field.run(setMark(name, value === null ? null : { value })),
    setAlign: (align) => field.run(setParagraph({ align })),
    setList: (kind) => field.run(setParagraph({ bullet: bulletFor(kind, list) })),
    indent: (by) => field.run(indent(by)),
  };
}

/** For all words of what is selected on the slide. */
export function writingOn(doc: Y.Doc, things: Thing[], levels: Level[]): Writing {
  const { marks, first } = commonLook(things);
  const level = levels[first?.level ?? 0];
  const list = listOf(first?.bullet ?? level?.bullet);
  const on = (name: Toggle) => (marks[name] ? !marks[name]?.['off'] : inherits(level, name));
  return {
    on: Object.fromEntries(TOGGLES.map((name) => [name, on(name)])) as Record<Toggle, boolean>,
    size: number(marks['size']?.['value']) ?? level?.size ?? null,
    color: text(marks['color']?.['value']) ?? level?.color ?? null,
    font: text(marks['font']?.['value']) ?? level?.font ?? null,
    align: first?.align ?? level?.align ?? null,
    list,
    toggle: (name) => formatAll(doc, things, name, toggleValue(!on(name), inherits(level, name))),
    value: (name, value) => formatAll(doc, things, name, value === null ? null : { value }),
    setAlign: (align) => paragraphsAll(doc, things, { align }),
    setList: (kind) => paragraphsAll(doc, things, { bullet: bulletFor(kind, list) }),
    indent: null,
  };
}
