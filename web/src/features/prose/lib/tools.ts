// What the tools show: how it looks where the cursor is, and what can be done there.
import type { EditorState } from 'prosemirror-state';
import { yUndoPluginKey } from 'y-prosemirror';
import type { UndoManager } from 'yjs';
import type { Store } from '@/shared/lib/store';
import { alignOf, chosen, common } from './blocks';
import { type Count, count, countText } from './count';
import { found } from './find';
import { isOn, linkAt, valueAt } from './format';
import { stylesOf } from './outline';
import { type Alignment, type ListKind, TOGGLES, type Toggle } from './words';

export interface Tools {
  on: Record<Toggle, boolean>;
  vertical: string | null;
  font: string | null;
  size: number | null;
  color: string | null;
  highlight: string | null;
  /** Id of the style; nothing where several are chosen. */
  style: string | null;
  align: Alignment | null;
  list: ListKind | null;
  /** Something of what is chosen is in a list. */
  listed: boolean;
  linked: boolean;
  canUndo: boolean;
  canRedo: boolean;
}

/** What was counted: it changes with every letter, and the tools do not. */
export interface Tally {
  count: Count;
  /** Of what is selected. */
  selected: Count | null;
  found: { count: number; at: number };
}

export const NO_TOOLS: Tools = {
  on: { bold: false, italic: false, underline: false, strike: false },
  vertical: null,
  font: null,
  size: null,
  color: null,
  highlight: null,
  style: null,
  align: null,
  list: null,
  listed: false,
  linked: false,
  canUndo: false,
  canRedo: false,
};

export const NO_TALLY: Tally = { count: { words: 0, characters: 0 }, selected: null, found: { count: 0, at: -1 } };

/** More than so many characters are not counted while the mouse still moves over them. */
const LONG = 200_000;

export function toolsOf(state: EditorState): Tools {
  const text = (name: 'font' | 'color' | 'highlight' | 'vertical') => valueAt(state, name) as string | null;
  const { undoManager } = yUndoPluginKey.getState(state) as { undoManager: UndoManager };
  return {
    on: Object.fromEntries(TOGGLES.map((name) => [name, isOn(state, name)])) as Record<Toggle, boolean>,
    vertical: text('vertical'),
    font: text('font'),
    size: valueAt(state, 'size') as number | null,
    color: text('color'),
    highlight: text('highlight'),
    style: common(state, (attrs) => (attrs['style'] as string | null) ?? stylesOf(state).usual?.id ?? ''),
    align: alignOf(state),
    list: common(state, (attrs) => (attrs['list'] as ListKind | null) ?? 'none') as ListKind | null,
    listed: chosen(state).some(({ node }) => node.attrs['list']),
    linked: linkAt(state) !== null,
    canUndo: undoManager.undoStack.length > 0,
    canRedo: undoManager.redoStack.length > 0,
  };
}

export function tallyOf(state: EditorState): Tally {
  const { from, to, empty } = state.selection;
  const { count: matches, at } = found(state);
  return {
    count: count(state.doc),
    selected: empty || to - from > LONG ? null : countText(state.doc.textBetween(from, to, '\n', ' ')),
    found: { count: matches, at },
  };
}

/** Takes what is new, and leaves what is the same as before. */
export function renew<T>(store: Store<T>, next: T): void {
  if (JSON.stringify(store.get()) !== JSON.stringify(next)) store.set(() => next);
}
