import { TextSelection } from 'prosemirror-state';
import { expect, test } from 'vitest';
import { alignOf, backspace, enter, indent, setAlign, setHeading, toggleList } from './blocks';
import { deleteAcross, keepsTables, toCell } from './tables';
import { after, at, element, paragraph, stateOf, table, tree } from './testing';
import { deleteBeyond, skipUnseen } from './unseen';

const state = () =>
  stateOf(
    tree(
      paragraph({ id: 'p1', style: 'Heading1' }, 'A heading'),
      paragraph({ id: 'p2', style: 'Quote' }, 'Quoted'),
      paragraph({ id: 'p3', list: 'number', level: 1, num: '4' }, 'Item'),
      table([
        ['one', 'two'],
        ['three', 'four'],
      ]),
      paragraph({ id: 'p4' }, 'The end'),
    ),
  );
const attrsOf = (from: ReturnType<typeof state>, index: number) =>
  Object.fromEntries(Object.entries(from.doc.child(index).attrs).filter(([, value]) => value !== null));

test('Enter goes on with the same paragraph, and behind a heading with a plain one', () => {
  const split = after(at(state(), 'Quo', true), enter);
  expect([attrsOf(split, 1), attrsOf(split, 2)]).toEqual([
    { id: 'p2', style: 'Quote' },
    { id: 'p2', style: 'Quote' },
  ]);
  expect(split.doc.child(2).textContent).toBe('ted');
  const behind = after(at(state(), 'heading', true), enter);
  expect([attrsOf(behind, 0), attrsOf(behind, 1)]).toEqual([{ id: 'p1', style: 'Heading1' }, {}]);
  expect(behind.selection.$from.index(0)).toBe(1);
  const inside = after(at(state(), 'A he', true), enter);
  expect(attrsOf(inside, 1)).toEqual({ id: 'p1', style: 'Heading1' });
});

test('Enter in an empty item leaves the list level by level', () => {
  const next = after(at(state(), 'Item', true), enter);
  expect(attrsOf(next, 3)).toMatchObject({ list: 'number', level: 1, num: '4' });
  const out = after(next, enter);
  expect(attrsOf(out, 3)).toMatchObject({ list: 'number', level: 0 });
  expect(attrsOf(after(out, enter), 3)).toEqual({ id: 'p3' });
});

test('lists are made of all that is chosen, and taken back', () => {
  const all = at(state(), 'A heading');
  const two = all.apply(all.tr.setSelection(TextSelection.create(all.doc, 1, 14)));
  const made = after(two, toggleList('bullet'));
  expect([0, 1].map((index) => attrsOf(made, index)['list'])).toEqual(['bullet', 'bullet']);
  expect(attrsOf(after(made, toggleList('bullet')), 0)).toEqual({ id: 'p1', style: 'Heading1' });
  expect(attrsOf(after(at(state(), 'Item'), toggleList('bullet')), 2)).toEqual({ id: 'p3', list: 'bullet', level: 1 });
});

test('indents are levels of lists', () => {
  expect(attrsOf(after(at(state(), 'Item'), indent(1)), 2)['level']).toBe(2);
  expect(indent(1)(at(state(), 'Quoted'))).toBe(false);
  const start = at(state(), 'Item');
  const first = start.apply(start.tr.setSelection(TextSelection.create(start.doc, start.selection.from)));
  expect(attrsOf(after(first, backspace), 2)).toEqual({ id: 'p3' });
});

test('what shows nothing is walked past, and stays when its neighbours go', () => {
  const unseen = () => element('opaque', { id: 'b1', label: '' });
  const begun = stateOf(tree(paragraph({}, 'one', unseen(), unseen(), 'two')));
  const behind = begun.apply(begun.tr.setSelection(TextSelection.create(begun.doc, 6)));
  expect(after(behind, skipUnseen(-1)).selection.from).toBe(3);
  const before = begun.apply(begun.tr.setSelection(TextSelection.create(begun.doc, 4)));
  expect(after(before, skipUnseen(1)).selection.from).toBe(7);
  expect(after(behind, deleteBeyond(-1)).doc.toString()).toBe('doc(paragraph("on", opaque, opaque, "two"))');
  expect(after(before, deleteBeyond(1)).doc.toString()).toBe('doc(paragraph("one", opaque, opaque, "wo"))');
});

test('alignment is said only where the style says otherwise', () => {
  const quoted = at(state(), 'Quoted');
  expect(alignOf(quoted)).toBe('center');
  const right = after(quoted, setAlign('right'));
  expect(attrsOf(right, 1)['align']).toBe('right');
  expect(attrsOf(after(right, setAlign('center')), 1)).toEqual({ id: 'p2', style: 'Quote' });
});

test('headings are styles', () => {
  expect(attrsOf(after(at(state(), 'Quoted'), setHeading(2)), 1)).toEqual({ id: 'p2', style: 'Heading2' });
  expect(after(at(state(), 'Quoted'), setHeading(3))).toBeDefined();
  expect(attrsOf(after(at(state(), 'heading'), setHeading(0)), 0)).toEqual({ id: 'p1', style: 'Normal' });
});

test('Tab walks through cells', () => {
  const next = after(at(state(), 'two'), toCell(1));
  expect(next.selection.$from.parent.textContent).toBe('three');
  expect(after(next, toCell(-1)).selection.$from.parent.textContent).toBe('two');
  expect(after(at(state(), 'four'), toCell(1)).selection.$from.parent.textContent).toBe('four');
});

test('what is deleted across cells leaves the cells', () => {
  const from = at(state(), 'one').selection.from + 1;
  const begun = state();
  const across = begun.apply(
    begun.tr.setSelection(TextSelection.create(begun.doc, from, at(begun, 'three').selection.to - 1)),
  );
  const gone = after(across, deleteAcross);
  const cells = gone.doc.child(3).children.flatMap((row) => row.children.map((cell) => cell.textContent));
  expect(cells).toEqual(['o', '', 'e', 'four']);
  // From a table into the text behind it: the text goes, the table stays.
  const beyond = begun.apply(
    begun.tr.setSelection(TextSelection.create(begun.doc, from, at(begun, 'The').selection.to)),
  );
  const rest = after(beyond, deleteAcross);
  expect(rest.doc.child(3).textContent).toBe('o');
  expect(rest.doc.child(4).textContent).toBe(' end');
});

test('tables stay whole or go whole', () => {
  const { doc, tr } = state();
  const at3 = doc.child(0).nodeSize + doc.child(1).nodeSize + doc.child(2).nodeSize;
  expect(keepsTables(tr.insertText('x', 3))).toBe(true);
  expect(keepsTables(state().tr.delete(at3, at3 + doc.child(3).nodeSize))).toBe(true);
  expect(keepsTables(state().tr.delete(at3 + 1, at3 + 1 + doc.child(3).child(0).nodeSize))).toBe(false);
  expect(keepsTables(state().tr.insert(0, doc.child(3)))).toBe(false);
});
