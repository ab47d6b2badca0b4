// Tables: their text is edited; they themselves are neither made nor taken apart.
import type { Node, ResolvedPos } from 'prosemirror-model';
import { type Command, TextSelection, type Transaction } from 'prosemirror-state';
import { schema } from './schema';

/** To the next cell of a table, or the one before. */
export function toCell(by: 1 | -1): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth -= 1) {
      if ($from.node(depth).type !== schema.nodes.table_cell) continue;
      const table = $from.before(depth - 2);
      const cells: number[] = [];
      $from.node(depth - 2).forEach((row, rowAt) => {
        row.forEach((_, cellAt) => {
          cells.push(table + 1 + rowAt + 1 + cellAt);
        });
      });
      const next = cells[cells.indexOf($from.before(depth)) + by];
      if (next === undefined) return false;
      const tr = state.tr;
      tr.setSelection(TextSelection.near(tr.doc.resolve(next + 1)));
      dispatch?.(tr.scrollIntoView());
      return true;
    }
    return false;
  };
}

/** The blocks of the body that are other ones than before: from the first to the last, and how many there were. */
function changed({ before, doc }: Transaction): { start: number; oldEnd: number; end: number } {
  let start = 0;
  const least = Math.min(before.childCount, doc.childCount);
  while (start < least && before.child(start) === doc.child(start)) start += 1;
  let rest = 0;
  while (rest < least - start && before.child(before.childCount - 1 - rest) === doc.child(doc.childCount - 1 - rest))
    rest += 1;
  return { start, oldEnd: before.childCount - rest, end: doc.childCount - rest };
}

/** Whether tables stay as they are, or go as a whole. */
export function keepsTables(tr: Transaction): boolean {
  const { start, oldEnd, end } = changed(tr);
  const had = shapes(tr.before, start, oldEnd);
  // Each that is there now was there before, in this order.
  let at = 0;
  for (const shape of shapes(tr.doc, start, end)) {
    while (at < had.length && had[at] !== shape) at += 1;
    if (at === had.length) return false;
    at += 1;
  }
  return true;
}

/** Where cells are that hold nothing, not even an empty paragraph. */
export function emptied(tr: Transaction): number[] {
  const { start, end } = changed(tr);
  const found: number[] = [];
  tr.doc.forEach((block, offset, index) => {
    if (index < start || index >= end || block.isTextblock) return;
    block.descendants((node, pos) => {
      if (node.type === schema.nodes.table_cell && node.childCount === 0) found.push(offset + 1 + pos);
      return !node.isTextblock;
    });
  });
  return found;
}

function shapes(doc: Node, from: number, to: number): string[] {
  const found: string[] = [];
  for (let index = from; index < to; index += 1) shape(doc.child(index), found);
  return found;
}

function shape(node: Node, found: string[]): void {
  if (node.isTextblock || node.isLeaf) return;
  if (node.type === schema.nodes.table)
    found.push(node.children.map((row) => row.children.map(({ attrs }) => attrs['id'] ?? '').join(',')).join(';'));
  node.forEach((child) => {
    shape(child, found);
  });
}

/** Deletes what is selected across cells: their text goes, they stay; a table that is selected as a whole goes. */
export const deleteAcross: Command = (state, dispatch) => {
  const { selection, doc } = state;
  const { $from, $to, from, to } = selection;
  if (selection.empty || $from.sameParent($to) || !($from.depth > 1 || $to.depth > 1)) return false;
  const cell = (at: ResolvedPos) => {
    for (let depth = at.depth; depth > 0; depth -= 1)
      if (at.node(depth).type === schema.nodes.table_cell) return at.before(depth);
    return -1;
  };
  if (cell($from) === cell($to)) return false;
  if (!dispatch) return true;
  const gone: [number, number][] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    const inside = pos >= from && pos + node.nodeSize <= to;
    const own = doc.resolve(pos).parent.type;
    if (inside && own === schema.nodes.doc) gone.push([pos, pos + node.nodeSize]);
    else if (node.isTextblock) gone.push([Math.max(from, pos + 1), Math.min(to, pos + 1 + node.content.size)]);
    else return true;
    return false;
  });
  const tr = state.tr;
  for (const [start, end] of gone.reverse()) if (start < end) tr.delete(start, end);
  tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(tr.mapping.map(from, -1), tr.doc.content.size))));
  dispatch(tr.scrollIntoView());
  return true;
};
