import { TextSelection } from 'prosemirror-state';
import { afterEach, expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { PLAIN } from './deck';
import { HERE } from './edit';
import { attributes, elements, paragraphsOf, TREE, wordsOf } from './model';
import { element, paragraph, slide, tree } from './testing';
import { Field, setMark, TYPED, toggle } from './words';

const fields: Field[] = [];
afterEach(() => {
  for (const field of fields.splice(0)) field.destroy();
});

function begun(name: 'text' | 'cell' | 'notes', paragraphs: Y.XmlElement[], attrs = {}) {
  const words = element(name, attrs, paragraphs);
  const holder = name === 'notes' ? words : element('shape', { key: 't', order: '1' }, [words]);
  const { doc, slides } = tree(slide('a', '000010', [holder]));
  const undo = new Y.UndoManager(doc.getXmlFragment(TREE), { trackedOrigins: new Set<unknown>([HERE, TYPED]) });
  const field = new Field({
    place: document.body.appendChild(document.createElement('div')),
    words,
    awareness: new Awareness(doc),
    levels: PLAIN.levels,
    label: 'Words',
    visitor: 'Visitor',
    prompt: '',
    mayEdit: () => true,
    undo,
    onChange: () => undefined,
    onLeave: () => undefined,
  });
  fields.push(field);
  return { doc, slides, words, field, undo };
}

/** What stands in the tree by its places. */
function at(root: Y.XmlFragment, ...places: number[]): Y.XmlFragment {
  return places.reduce((parent, place) => parent.get(place) as Y.XmlElement, root);
}

/** The cursor behind the letter of a number. */
function cursorAt(field: Field, from: number, to = from) {
  const { state } = field.view;
  field.view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, from, to)));
}

function press(field: Field, key: string, more: KeyboardEventInit = {}) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  field.view.someProp('handleKeyDown', (handle) => handle(field.view, event));
}

test.each(['text', 'cell', 'notes'] as const)('what is written goes into a %s, which keeps what it is', (name) => {
  const { words, field } = begun(name, [paragraph('One')], { id: 'c7', colspan: 2 });
  field.view.dispatch(field.view.state.tr.insertText('!', 4));
  expect(wordsOf(paragraphsOf(words))).toBe('One!');
  expect(words.nodeName).toBe(name);
  expect(attributes(words)).toEqual({ id: 'c7', colspan: 2 });
});

test('what others write comes in, and nothing is written back for it', () => {
  const { doc, words, field } = begun('text', [paragraph('One', { id: 'p1', level: 1 })]);
  const there = new Y.Doc();
  Y.applyUpdate(there, Y.encodeStateAsUpdate(doc));
  const theirs = at(there.getXmlFragment(TREE), 0, 0, 0, 0, 0) as unknown as Y.XmlText;
  theirs.insert(3, ' two');
  let said = 0;
  doc.on('update', () => {
    said += 1;
  });
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(there));
  expect(field.view.state.doc.textContent).toBe('One two');
  expect(said).toBe(1);
  expect(attributes(elements(words, 'paragraph')[0] as Y.XmlElement)).toEqual({ id: 'p1', level: 1 });
});

test('a new paragraph is of the same level, list and origin as the one before it', () => {
  const { words, field } = begun('text', [paragraph('One', { id: 'p1', level: 1, bullet: 'char:•' })]);
  cursorAt(field, 4);
  press(field, 'Enter');
  field.write('Two');
  expect(paragraphsOf(words).map(({ level, bullet }) => [level, bullet])).toEqual([
    [1, 'char:•'],
    [1, 'char:•'],
  ]);
  expect(elements(words, 'paragraph').map((one) => attributes(one)['id'])).toEqual(['p1', 'p1']);
});

test('enter in an empty item goes a level back', () => {
  const { words, field } = begun('text', [paragraph('One'), paragraph('', { level: 2 })]);
  cursorAt(field, 6);
  press(field, 'Enter');
  expect(paragraphsOf(words).map(({ level }) => level)).toEqual([0, 1]);
});

test('tab chooses the level, up to the last one', () => {
  const { words, field } = begun('text', [paragraph('One', { level: 7 })]);
  for (let times = 0; times < 4; times += 1) press(field, 'Tab');
  expect(paragraphsOf(words)[0]?.level).toBe(8);
  press(field, 'Tab', { shiftKey: true });
  expect(paragraphsOf(words)[0]?.level).toBe(7);
});

test('marks leave the mark of origin, and undo takes them back without the words of others', () => {
  const { doc, words, field, undo } = begun('text', [paragraph('One two', {}, { run: { id: 'r1' } })]);
  cursorAt(field, 1, 4);
  field.run(toggle('bold', PLAIN.levels));
  field.run(setMark('color', { value: '#ff0000' }));
  const [first, second] = paragraphsOf(words)[0]?.pieces ?? [];
  expect(first).toMatchObject({ text: 'One', marks: { bold: {}, color: { value: '#ff0000' }, run: { id: 'r1' } } });
  expect(second).toMatchObject({ text: ' two', marks: { run: { id: 'r1' } } });
  doc.transact(() => ((elements(words, 'paragraph')[0] as Y.XmlElement).get(0) as Y.XmlText).insert(7, '!'), 'other');
  undo.undo();
  expect(wordsOf(paragraphsOf(words))).toBe('One two!');
  expect(paragraphsOf(words)[0]?.pieces).toHaveLength(1);
});
