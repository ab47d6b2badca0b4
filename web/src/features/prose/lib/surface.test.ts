import { AllSelection, TextSelection } from 'prosemirror-state';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Shared } from '@/features/editor';
import { toggleList } from './blocks';
import { ask, replaceAll } from './find';
import { toggle } from './format';
import { DEEDS } from './keys';
import { schema, TREE } from './schema';
import { Surface } from './surface';
import { LOOK, paragraph, table, tree } from './testing';
import { textOfTree } from './text';

const open: Surface[] = [];

function surfaceOf(doc: Y.Doc, mayEdit = true): Surface {
  const place = document.createElement('div');
  document.body.append(place);
  const awareness = new Awareness(doc);
  const made = new Surface({
    place,
    shared: { doc, awareness } as Shared,
    fileId: 1,
    generation: () => 'g',
    look: LOOK,
    mayEdit: () => mayEdit,
    words: { label: 'Text of a.docx', visitor: 'Visitor', picture: 'Picture' },
    onChange: () => undefined,
  });
  open.push(made);
  return made;
}

/** A second page over the same document: what one writes is told to the other. */
function pair(...blocks: Y.XmlElement[]): [Surface, Surface, Y.Doc] {
  const doc = tree(...blocks);
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  doc.on('update', (update: Uint8Array, origin: unknown) => origin !== other && Y.applyUpdate(other, update, doc));
  other.on('update', (update: Uint8Array, origin: unknown) => origin !== doc && Y.applyUpdate(doc, update, other));
  return [surfaceOf(doc), surfaceOf(other), doc];
}

function put({ view }: Surface, from: number, to = from): void {
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)));
}
const type = ({ view }: Surface, text: string) => view.dispatch(view.state.tr.insertText(text));
const text = ({ view }: Surface) => view.state.doc.textBetween(0, view.state.doc.content.size, '\n');

beforeEach(() => {
  // jsdom lays nothing out.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
});
afterEach(() => {
  for (const one of open.splice(0)) one.destroy();
});

test('two who write see one text, and take back only their own', () => {
  const [anna, bob] = pair(paragraph({ id: 'p1' }, 'Hello'), paragraph({ id: 'p2' }, 'world'));
  put(anna, 6);
  type(anna, ' dear');
  put(bob, 18);
  type(bob, '!');
  expect(text(anna)).toBe('Hello dear\nworld!');
  expect(text(bob)).toBe(text(anna));
  expect(anna.run(DEEDS.undo)).toBe(true);
  expect(text(bob)).toBe('Hello\nworld!');
  expect(anna.run(DEEDS.redo)).toBe(true);
  expect(text(bob)).toBe('Hello dear\nworld!');
});

test('looks and lists are seen by the other, as the server reads them', () => {
  const [anna, bob, doc] = pair(paragraph({ id: 'p1' }, 'Hello world'));
  put(anna, 1, 6);
  anna.run(toggle('bold'));
  anna.run(toggleList('number'));
  const [first, second] = bob.view.state.doc.child(0).children;
  expect(first?.marks.map(({ type: { name } }) => name)).toEqual(['bold']);
  expect(second?.marks).toEqual([]);
  const block = doc.getXmlFragment(TREE).get(0) as Y.XmlElement;
  expect(block.getAttributes()).toEqual({ id: 'p1', list: 'number', level: 0 });
  expect((block.get(0) as Y.XmlText).toDelta()).toEqual([
    { insert: 'Hello', attributes: { bold: { off: null } } },
    { insert: ' world' },
  ]);
  expect(bob.view.dom.querySelector('p')?.dataset['marker']).toBe('1.');
});

test('markers stay when somebody else writes, and follow what is typed here', () => {
  const [anna, bob] = pair(paragraph({}, 'Hello'), paragraph({ list: 'number', level: 0 }, 'Item'));
  const marker = () => anna.view.dom.querySelector<HTMLElement>('[data-list]')?.dataset['marker'];
  put(bob, 3);
  type(bob, '!');
  expect(text(anna)).toContain('He!llo');
  expect(marker()).toBe('1.');
  put(anna, 2);
  type(anna, '?');
  expect(marker()).toBe('1.');
});

test('each look is taken back by itself, and before what was typed', () => {
  const [anna] = pair(paragraph({}, 'Hello'));
  put(anna, 6);
  type(anna, '!');
  put(anna, 1, 6);
  anna.run(toggle('bold'));
  anna.run(toggle('italic'));
  const marks = () => anna.view.state.doc.child(0).firstChild?.marks.map(({ type: { name } }) => name);
  expect(marks()).toEqual(['bold', 'italic']);
  anna.run(DEEDS.undo);
  expect(marks()).toEqual(['bold']);
  anna.run(DEEDS.undo);
  expect([marks(), text(anna)]).toEqual([[], 'Hello!']);
  anna.run(DEEDS.undo);
  expect(text(anna)).toBe('Hello');
});

test('replacing all is one step back, even right behind other words', () => {
  const [anna] = pair(paragraph({}, 'a fish'), paragraph({}, 'a fish'));
  put(anna, 1);
  type(anna, 'See ');
  anna.view.dispatch(ask(anna.view.state.tr, { text: 'fish', matchCase: false, words: false }));
  anna.run(replaceAll('bird'), { apart: true });
  expect(text(anna)).toBe('See a bird\na bird');
  anna.run(DEEDS.undo);
  expect(text(anna)).toBe('See a fish\na fish');
});

test('tables are not taken apart, and go when all goes', () => {
  const [anna, bob] = pair(paragraph({}, 'x'), table([['a', 'b']]), paragraph({}, 'y'));
  const { view } = anna;
  view.dispatch(view.state.tr.delete(5, 10));
  expect(text(anna)).toBe('x\na\nb\ny');
  view.dispatch(view.state.tr.setSelection(new AllSelection(view.state.doc)).deleteSelection());
  expect(bob.view.state.doc.toString()).toBe('doc(paragraph)');
  anna.run(DEEDS.undo);
  expect(text(bob)).toBe('x\na\nb\ny');
});

test('a cell that is emptied keeps a place to write', () => {
  const [anna] = pair(table([['a', 'b']]), paragraph({}, 'y'));
  const { view } = anna;
  put(anna, 4);
  view.dispatch(view.state.tr.delete(3, 6));
  expect(view.state.doc.child(0).child(0).child(0).toString()).toBe('table_cell(paragraph)');
});

test('screen readers are told what it is', () => {
  const reader = surfaceOf(tree(paragraph({ style: 'Heading1' }, 'Head')), false);
  const { dom } = reader.view;
  expect([dom.getAttribute('role'), dom.getAttribute('aria-multiline'), dom.getAttribute('aria-readonly')]).toEqual([
    'textbox',
    'true',
    'true',
  ]);
  expect(dom.getAttribute('contenteditable')).toBe('false');
  expect(dom.querySelector('[role="heading"]')?.getAttribute('aria-level')).toBe('1');
});

test('the text can be copied away without an editor', () => {
  const doc = tree(paragraph({}, 'a ', ['b', { bold: {} }]), table([['c', 'd']]), paragraph({}));
  expect(textOfTree(doc.getXmlFragment(TREE))).toBe('a b\nc\nd\n');
  expect(schema.nodes.doc).toBeDefined();
});

test('attributes that somebody made up do nothing but what they are for', () => {
  const evil = 'red;position:fixed;inset:0';
  const doc = tree(
    paragraph({ align: evil, indent: evil, line: evil }, ['x', { color: { value: evil }, size: { value: evil } }]),
  );
  const { dom } = surfaceOf(doc).view;
  expect(dom.innerHTML).not.toMatch(/style="[^"]*position/);
  const link = tree(paragraph({}, ['x', { link: { href: 'javascript:alert(1)' } }]));
  expect(surfaceOf(link).view.dom.querySelector('a')?.hasAttribute('href')).toBe(false);
});
