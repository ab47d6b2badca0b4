// Finding and replacing. What was found is marked, and follows what is typed meanwhile.
import type { Node } from 'prosemirror-model';
import { type Command, type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';

export interface Query {
  text: string;
  matchCase: boolean;
  words: boolean;
}

export interface Match {
  from: number;
  to: number;
}

interface Finder {
  query: Query | null;
  matches: Match[];
  /** Which of them the cursor is at; -1 when at none. */
  at: number;
  shown: DecorationSet;
}

const key = new PluginKey<Finder>('finder');
const NOTHING: Finder = { query: null, matches: [], at: -1, shown: DecorationSet.empty };
/** More than this are counted and not marked. */
const MARKED = 2000;

export function finder(): Plugin<Finder> {
  return new Plugin<Finder>({
    key,
    state: {
      init: () => NOTHING,
      apply(tr, before, _old, { doc, selection }) {
        const told = tr.getMeta(key) as { query: Query | null } | undefined;
        const query = told ? told.query : before.query;
        if (!query || query.text === '') return query === before.query ? before : { ...NOTHING, query };
        const matches = told || tr.docChanged ? search(doc, query) : before.matches;
        const at = matches.findIndex(({ from, to }) => from === selection.from && to === selection.to);
        if (matches === before.matches && at === before.at) return before;
        return { query, matches, at, shown: marked(doc, matches, at) };
      },
    },
    props: { decorations: (state) => key.getState(state)?.shown },
  });
}

function marked(doc: Node, matches: Match[], at: number): DecorationSet {
  const some = matches.slice(0, MARKED).map(({ from, to }, index) => mark(from, to, index === at));
  const here = at >= MARKED ? matches[at] : undefined;
  if (here) some.push(mark(here.from, here.to, true));
  return DecorationSet.create(doc, some);
}

const mark = (from: number, to: number, here: boolean) =>
  Decoration.inline(from, to, { class: here ? 'prose-found prose-here' : 'prose-found' });

/** Everything found, in the order of the document. What spans paragraphs is not found. */
export function search(doc: Node, query: Query): Match[] {
  const pattern = patternOf(query);
  const found: Match[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, undefined, '\ufffc');
    for (const match of text.matchAll(pattern)) {
      const from = pos + 1 + match.index;
      found.push({ from, to: from + match[0].length });
    }
    return false;
  });
  return found;
}

function patternOf({ text, matchCase, words }: Query): RegExp {
  const plain = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');
  const whole = words ? `(?<![\\p{L}\\p{N}_])${plain}(?![\\p{L}\\p{N}_])` : plain;
  return new RegExp(whole, matchCase ? 'gu' : 'giu');
}

export function found(state: EditorState): { query: Query | null; count: number; at: number } {
  const { query, matches, at } = key.getState(state) ?? NOTHING;
  return { query, count: matches.length, at };
}

export function ask(tr: Transaction, query: Query | null): Transaction {
  return tr.setMeta(key, { query }).setMeta('addToHistory', false);
}

/** To the next of what was found, round the end of the document; the first one from the cursor on. */
export function go(by: 1 | -1, stay = false): Command {
  return (state, dispatch) => {
    const { matches } = key.getState(state) ?? NOTHING;
    if (matches.length === 0) return false;
    const { from, to } = state.selection;
    const next =
      by > 0
        ? (matches.find((one) => (stay ? one.from >= from : one.from >= to)) ?? matches[0])
        : (matches.findLast((one) => one.to <= from) ?? matches.at(-1));
    if (next) dispatch?.(choose(state.tr, next).scrollIntoView());
    return true;
  };
}

function choose(tr: Transaction, { from, to }: Match): Transaction {
  return tr.setSelection(TextSelection.create(tr.doc, from, to));
}

/** Replaces the one the cursor is at, and goes to the next. */
export function replaceOne(text: string): Command {
  return (state, dispatch, view) => {
    const { matches, at } = key.getState(state) ?? NOTHING;
    const here = matches[at];
    if (!here) return go(1, true)(state, dispatch, view);
    if (!dispatch) return true;
    const tr = write(state.tr, here, text);
    tr.setSelection(TextSelection.create(tr.doc, here.from + text.length));
    dispatch(tr);
    if (view) go(1, true)(view.state, view.dispatch, view);
    return true;
  };
}

/** Replaces all at once: one step back undoes it. */
export function replaceAll(text: string): Command {
  return (state, dispatch) => {
    const { matches } = key.getState(state) ?? NOTHING;
    if (matches.length === 0) return false;
    const { tr } = state;
    for (const match of matches.toReversed()) write(tr, match, text);
    dispatch?.(tr);
    return true;
  };
}

/** The new words look as the first of the old ones. */
function write(tr: Transaction, { from, to }: Match, text: string): Transaction {
  const marks = tr.doc.resolve(from).marksAcross(tr.doc.resolve(to)) ?? [];
  const first = tr.doc.nodeAt(from)?.marks ?? marks;
  if (text === '') return tr.delete(from, to);
  return tr.replaceWith(from, to, tr.doc.type.schema.text(text, first));
}
