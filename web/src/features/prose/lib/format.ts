// How text looks, and making it look otherwise. What the style already gives is not given again: it is switched off.
import type { Mark, MarkType, Node } from 'prosemirror-model';
import type { Command, EditorState, Transaction } from 'prosemirror-state';
import type { StyleLook } from './look';
import { stylesOf } from './outline';
import { schema } from './schema';
import { LARGEST, SIZES, SMALLEST, type Toggle } from './words';

export type Valued = 'color' | 'highlight' | 'size' | 'font' | 'vertical';

/** A piece of text with the paragraph it stands in. */
interface Piece {
  from: number;
  to: number;
  marks: readonly Mark[];
  paragraph: Node;
}

function pieces({ doc, selection }: EditorState | Transaction): Piece[] {
  const found: Piece[] = [];
  for (const { $from, $to } of selection.ranges)
    doc.nodesBetween($from.pos, $to.pos, (node, pos, parent) => {
      if (!node.isText || !parent) return;
      const [from, to] = [Math.max(pos, $from.pos), Math.min(pos + node.nodeSize, $to.pos)];
      if (from < to) found.push({ from, to, marks: node.marks, paragraph: parent });
    });
  return found;
}

/** The marks of what would be typed now. */
function typing(state: EditorState): readonly Mark[] {
  return state.storedMarks ?? state.selection.$from.marks();
}

const toggled = (type: MarkType, marks: readonly Mark[], style: StyleLook, name: Toggle): boolean => {
  const mark = type.isInSet(marks);
  return mark ? !mark.attrs['off'] : style[name] === true;
};

/** Whether all that is selected is written so; the cursor stands for what would be typed. */
export function isOn(state: EditorState, name: Toggle): boolean {
  const type = schema.marks[name];
  const styles = stylesOf(state);
  const on = (marks: readonly Mark[], { attrs }: Node) => toggled(type, marks, styles.lookOf(attrs['style']), name);
  if (state.selection.empty) return on(typing(state), state.selection.$from.parent);
  const found = pieces(state);
  return found.length > 0 && found.every(({ marks, paragraph }) => on(marks, paragraph));
}

/** Switches bold and its like: on unless all is on. */
export function toggle(name: Toggle): Command {
  return (state, dispatch) => {
    const { selection, tr } = state;
    const type = schema.marks[name];
    const styles = stylesOf(state);
    const on = !isOn(state, name);
    const given = ({ attrs }: Node) => styles.lookOf(attrs['style'])[name] === true;
    const write = (paragraph: Node): Mark | null =>
      given(paragraph) === on ? null : type.create({ off: on ? null : true });
    if (!selection.empty) {
      for (const { from, to, paragraph } of pieces(state)) {
        const mark = write(paragraph);
        if (mark) tr.addMark(from, to, mark);
        else tr.removeMark(from, to, type);
      }
    } else if (selection.$from.parent.isTextblock) {
      const mark = write(selection.$from.parent);
      if (mark) tr.addStoredMark(mark);
      else tr.removeStoredMark(type);
    } else return false;
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** The value all that is selected has; the style's where nothing else was said; nothing where they differ. */
export function valueAt(state: EditorState, name: Valued): string | number | null {
  const type = schema.marks[name];
  const styles = stylesOf(state);
  const of = (marks: readonly Mark[], { attrs }: Node) =>
    (type.isInSet(marks)?.attrs['value'] as string | number | null | undefined) ??
    fromStyle(styles.lookOf(attrs['style']), name);
  const { selection } = state;
  const found = selection.empty ? [] : pieces(state);
  const [first, ...rest] = found;
  if (!first) return of(typing(state), selection.$from.parent);
  const value = of(first.marks, first.paragraph);
  return rest.every(({ marks, paragraph }) => of(marks, paragraph) === value) ? value : null;
}

function fromStyle(look: StyleLook, name: Valued): string | number | null {
  if (name === 'font') return look.fontFamily ?? null;
  if (name === 'size') return look.fontSize ?? null;
  return name === 'color' ? (look.color ?? null) : null;
}

/** Gives what is selected a value, or takes it away. */
export function setValue(name: Valued, value: string | number | null): Command {
  return (state, dispatch) => {
    const { selection, tr } = state;
    const type = schema.marks[name];
    const mark = value === null ? null : type.create({ value });
    if (!selection.empty) {
      for (const { from, to } of pieces(state)) {
        if (mark) tr.addMark(from, to, mark);
        else tr.removeMark(from, to, type);
      }
    } else if (selection.$from.parent.isTextblock) {
      if (mark) tr.addStoredMark(mark);
      else tr.removeStoredMark(type);
    } else return false;
    dispatch?.(tr);
    return true;
  };
}

/** Above or below the line, or back on it. */
export function toggleVertical(value: 'super' | 'sub'): Command {
  return (state, dispatch) =>
    setValue('vertical', valueAt(state, 'vertical') === value ? null : value)(state, dispatch);
}

/** The next size of those that are offered, each piece from its own. */
export function resize(by: 1 | -1): Command {
  return (state, dispatch) => {
    const styles = stylesOf(state);
    const of = (marks: readonly Mark[], { attrs }: Node) =>
      Number(schema.marks.size.isInSet(marks)?.attrs['value'] ?? styles.lookOf(attrs['style']).fontSize ?? 11);
    const { selection, tr } = state;
    if (selection.empty) {
      const size = nextSize(of(typing(state), selection.$from.parent), by);
      return setValue('size', size)(state, dispatch);
    }
    for (const { from, to, marks, paragraph } of pieces(state))
      tr.addMark(from, to, schema.marks.size.create({ value: nextSize(of(marks, paragraph), by) }));
    dispatch?.(tr);
    return true;
  };
}

export function nextSize(size: number, by: 1 | -1): number {
  const next = by > 0 ? SIZES.find((one) => one > size) : SIZES.findLast((one) => one < size);
  return Math.min(Math.max(next ?? size + by * (size >= 72 ? 8 : 1), SMALLEST), LARGEST);
}

/** Text as its style has it; of the whole paragraph when nothing is selected. Links stay. */
export const clearFormat: Command = (state, dispatch) => {
  const { selection, tr } = state;
  const { $from, $to } = selection;
  const whole = selection.empty && $from.parent.isTextblock;
  const [from, to] = whole ? [$from.start(), $from.end()] : [$from.pos, $to.pos];
  for (const type of Object.values(schema.marks)) if (type !== schema.marks.link) tr.removeMark(from, to, type);
  tr.doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true;
    if (node.attrs['align']) tr.setNodeMarkup(pos, null, { ...node.attrs, align: null });
    return false;
  });
  tr.setStoredMarks([]);
  dispatch?.(tr);
  return true;
};

/** The link the cursor stands in, or that is selected: its reach and where it leads. */
export function linkAt(state: EditorState): { from: number; to: number; href: string } | null {
  const { $from, from, to, empty } = state.selection;
  if (!$from.parent.isTextblock) return null;
  return (
    linksOf($from.parent, $from.start()).find((one) =>
      empty ? one.from < from && from <= one.to : one.from < to && one.to > from,
    ) ?? null
  );
}

/** The links of a paragraph; pieces of different looks that lead to one place are one. */
function linksOf(paragraph: Node, start: number): { from: number; to: number; href: string }[] {
  const found: { from: number; to: number; href: string }[] = [];
  paragraph.forEach((node, offset) => {
    const mark = schema.marks.link.isInSet(node.marks);
    if (!mark) return;
    const [from, href] = [start + offset, String(mark.attrs['href'] ?? '')];
    const last = found.at(-1);
    if (last && last.to === from && last.href === href) last.to = from + node.nodeSize;
    else found.push({ from, to: from + node.nodeSize, href });
  });
  return found;
}

/** Makes what is selected a link, or leads the link that is there elsewhere; without a selection its words are written. */
export function setLink(href: string, words: string): Command {
  return (state, dispatch) => {
    const { selection, tr } = state;
    const there = linkAt(state);
    const mark = schema.marks.link.create({ href });
    const { from, to } = selection.empty && there ? there : selection;
    if (from === to) {
      if (!selection.$from.parent.isTextblock) return false;
      const marks = mark.addToSet(typing(state));
      tr.replaceSelectionWith(schema.text(words || href, marks), false).removeStoredMark(mark.type);
    } else {
      tr.removeMark(from, to, mark.type).addMark(from, to, mark);
    }
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

export const unlink: Command = (state, dispatch) => {
  const there = linkAt(state);
  if (!there) return false;
  const { from, to, empty } = state.selection;
  const reach = empty ? there : { from: Math.min(from, there.from), to: Math.max(to, there.to) };
  dispatch?.(state.tr.removeMark(reach.from, reach.to, schema.marks.link));
  return true;
};
