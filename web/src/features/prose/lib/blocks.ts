// Paragraphs: their styles, how they are aligned, lists, and what Enter and Backspace do to them.
import type { Attrs, Node } from 'prosemirror-model';
import type { Command, EditorState } from 'prosemirror-state';
import { stylesOf } from './outline';
import { schema } from './schema';
import { type Alignment, type ListKind, MAX_LEVEL } from './words';

interface Place {
  node: Node;
  pos: number;
}

/** The paragraphs that the selection touches. */
export function chosen({ doc, selection }: Pick<EditorState, 'doc' | 'selection'>): Place[] {
  const found: Place[] = [];
  for (const { $from, $to } of selection.ranges)
    doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (node.isTextblock) found.push({ node, pos });
      return !node.isTextblock;
    });
  return found;
}

/** Changes attributes of the chosen paragraphs; those that have them already stay as they are. */
function change(how: (attrs: Attrs, node: Node) => Attrs): Command {
  return (state, dispatch) => {
    const places = chosen(state);
    if (places.length === 0) return false;
    const { tr } = state;
    for (const { node, pos } of places) {
      const attrs = { ...node.attrs, ...how(node.attrs, node) };
      if (!node.hasMarkup(node.type, attrs, node.marks)) tr.setNodeMarkup(pos, null, attrs);
    }
    tr.setStoredMarks(state.storedMarks);
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** What all the chosen paragraphs have; nothing where they differ. */
export function common<T>(state: EditorState, read: (attrs: Attrs) => T): T | null {
  const [first, ...rest] = chosen(state).map(({ node }) => read(node.attrs));
  return first !== undefined && rest.every((one) => one === first) ? first : null;
}

export const setStyle = (style: string | null): Command => change(() => ({ style }));

/** The style of a heading, or of plain paragraphs with 0. */
export function setHeading(level: number): Command {
  return (state, dispatch) => {
    const styles = stylesOf(state);
    const style = level === 0 ? styles.usual : styles.heading(level);
    if (level > 0 && !style) return false;
    return setStyle(style?.id ?? null)(state, dispatch);
  };
}

/** As the style has it already: said by nothing. */
export function setAlign(align: Alignment): Command {
  return (state, dispatch) => {
    const styles = stylesOf(state);
    const given = (attrs: Attrs) => styles.lookOf(attrs['style']).align ?? 'left';
    return change((attrs) => ({ align: given(attrs) === align ? null : align }))(state, dispatch);
  };
}

export function alignOf(state: EditorState): Alignment | null {
  const styles = stylesOf(state);
  return common(state, (attrs) => (attrs['align'] ?? styles.lookOf(attrs['style']).align ?? 'left') as Alignment);
}

const NO_LIST = { list: null, level: null, num: null };

/** Makes the chosen paragraphs a list, or plain again when all of them are one. */
export function toggleList(list: ListKind): Command {
  return (state, dispatch) => {
    const off = common(state, (attrs) => attrs['list']) === list;
    return change((attrs) =>
      off ? NO_LIST : { list, level: attrs['level'] ?? 0, num: attrs['list'] === list ? attrs['num'] : null },
    )(state, dispatch);
  };
}

/** One level further in or out; beyond the first the paragraph leaves its list. */
export function indent(by: 1 | -1): Command {
  const deeper = change(({ list, level }) => {
    if (!list) return {};
    const next = (level ?? 0) + by;
    return next < 0 ? NO_LIST : { level: Math.min(next, MAX_LEVEL) };
  });
  return (state, dispatch) => (chosen(state).some(({ node }) => node.attrs['list']) ? deeper(state, dispatch) : false);
}

/** The same at the beginning of an item: Tab means something else elsewhere. */
export function indentList(by: 1 | -1): Command {
  return (state, dispatch) => {
    const { $from, empty } = state.selection;
    return !empty || $from.parentOffset === 0 ? indent(by)(state, dispatch) : false;
  };
}

/** A new paragraph like this one; behind a heading the one that follows it; an empty one of a list leaves it. */
export const enter: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  const { parent } = $from;
  if (!parent.isTextblock || !$to.parent.isTextblock) return false;
  if (parent.attrs['list'] && parent.content.size === 0) return indent(-1)(state, dispatch);
  if (dispatch) {
    const marks = state.storedMarks ?? ($to.parentOffset > 0 ? $from.marks() : null);
    const tr = state.tr.deleteSelection();
    const at = tr.selection.$from;
    const last = at.parentOffset === at.parent.content.size;
    const attrs = last ? following(state, at.parent) : at.parent.attrs;
    tr.split(at.pos, 1, [{ type: schema.nodes.paragraph, attrs }]);
    if (marks && attrs['style'] === at.parent.attrs['style']) tr.ensureMarks(marks);
    dispatch(tr.scrollIntoView());
  }
  return true;
};

/** What a paragraph is like that comes after this one. */
function following(state: EditorState, { attrs }: Node): Attrs {
  const styles = stylesOf(state);
  const style = styles.get(attrs['style']);
  const usual = styles.usual?.id;
  const next = style?.next ?? (styles.levelOf(attrs['style']) ? usual : style?.id);
  return next === style?.id ? attrs : { style: next === usual ? null : next };
}

/** At the beginning of an item Backspace takes its marker, and only then joins it. */
export const backspace: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || !$from.parent.attrs['list']) return false;
  return change(() => NO_LIST)(state, dispatch);
};

/** A tab, a break of the line or of the page. */
export function insert(name: 'tab' | 'hard_break', kind: 'page' | 'column' | null = null): Command {
  return (state, dispatch) => {
    if (!state.selection.$from.parent.isTextblock) return false;
    const node = schema.nodes[name].create(name === 'tab' ? null : { kind });
    const marks = state.storedMarks ?? state.selection.$from.marks();
    dispatch?.(state.tr.replaceSelectionWith(node, false).setStoredMarks(marks).scrollIntoView());
    return true;
  };
}
