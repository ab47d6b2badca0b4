import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { deckOf } from './deck';
import {
  addRow,
  addShape,
  addSlide,
  commonLook,
  copied,
  deleteSlide,
  duplicateSlide,
  duplicateThings,
  formatAll,
  layer,
  moveSlide,
  notesOf,
  place,
  removeRow,
  removeThings,
} from './edit';
import { found } from './find';
import { attributes, elements, type Slides, TREE, titleOf, wordsOfAll } from './model';
import { element, paragraph, shape, slide, tree } from './testing';

const DECK = deckOf({
  slides: {
    layouts: [
      {
        key: 'two',
        name: 'Title and text',
        kind: 'obj',
        placeholders: {
          'title:0': { offer: true, x: 1, y: 2, w: 3, h: 4, prompt: 'Title' },
          'body:1': { offer: true },
          'dt:10': { offer: false },
        },
      },
    ],
  },
});

const keys = (slides: Slides) => slides.store.get().map(({ key }) => key);
const first = (slides: Slides) => {
  const [one] = slides.store.get();
  if (!one) throw new Error('no slide');
  return one;
};
const three = () => tree(slide('a', '000010'), slide('c', '000030'), slide('b', '000020'));

test('slides stand in their order, not in that of the tree', () => {
  expect(keys(three().slides)).toEqual(['a', 'b', 'c']);
});

test('a slide moves without being made anew, so that typing on it is not lost', () => {
  const { doc, slides } = three();
  const moving = slides.store.get()[0]?.element;
  moveSlide(doc, slides.store.get(), 0, 2);
  expect(keys(slides)).toEqual(['b', 'c', 'a']);
  expect(slides.store.get()[2]?.element).toBe(moving);
  moveSlide(doc, slides.store.get(), 2, 0);
  expect(keys(slides)).toEqual(['a', 'b', 'c']);
  moveSlide(doc, slides.store.get(), 1, 7);
  expect(keys(slides)).toEqual(['a', 'b', 'c']);
});

test('a new slide has a place for each thing its layout offers', () => {
  const { doc, slides } = three();
  const key = addSlide(doc, slides.store.get(), 0, DECK?.layouts[0]);
  expect(keys(slides)).toEqual(['a', key, 'b', 'c']);
  const made = slides.store.get()[1];
  expect(made?.layout).toBe('two');
  expect(made?.things.map(({ attrs, box, paragraphs }) => [attrs['ph'], box, paragraphs.length])).toEqual([
    ['title:0', null, 1],
    ['body:1', null, 1],
  ]);
});

test('a copy of a slide has all that the slide has, under another name', () => {
  const { doc, slides } = tree(
    slide('a', '000010', [shape('s', '000010', 'Words', { id: 'x1' })]),
    slide('b', '000020'),
  );
  const key = duplicateSlide(doc, slides.store.get(), 0);
  expect(keys(slides)).toEqual(['a', key, 'b']);
  const [original, copy] = slides.store.get();
  expect(copy?.things.map(({ attrs }) => attrs['id'])).toEqual(['x1']);
  expect(wordsOfAll(copy ? [copy] : [])).toBe(wordsOfAll(original ? [original] : []));
});

test('the last slide stays', () => {
  const { doc, slides } = tree(slide('a', '000010'), slide('b', '000020'));
  expect(deleteSlide(doc, slides.store.get(), 0)).toBe(true);
  expect(deleteSlide(doc, slides.store.get(), 0)).toBe(false);
  expect(keys(slides)).toEqual(['b']);
});

test('things are added, moved, laid over others and taken away', () => {
  const { doc, slides } = tree(slide('a', '000010', [shape('one', '000010', '1'), shape('two', '000020', '2')]));
  const order = () => first(slides).things.map(({ key }) => key);
  const box = { x: 5, y: 6, w: 70, h: 80 };
  const key = addShape(doc, first(slides), 'ellipse', box, { fill: '#112233', line: '#445566' });
  expect(order()).toEqual(['one', 'two', key]);
  const made = first(slides).things[2];
  expect(made?.box).toEqual(box);
  expect(made?.attrs).toMatchObject({ geom: 'ellipse', fill: '#112233' });
  for (const [to, wanted] of [
    ['back', [key, 'one', 'two']],
    ['forward', ['one', key, 'two']],
    ['front', ['one', 'two', key]],
    ['backward', ['one', key, 'two']],
  ] as const) {
    const thing = first(slides).things.find((one) => one.key === key);
    if (thing) layer(doc, first(slides), thing, to);
    expect(order()).toEqual(wanted);
  }
  removeThings(
    doc,
    first(slides).things.filter((one) => one.key === key),
  );
  expect(order()).toEqual(['one', 'two']);
});

test('a line has no place for words', () => {
  const { doc, slides } = tree(slide('a', '000010'));
  addShape(
    doc,
    first(slides),
    'line',
    { x: 0, y: 0, w: 9, h: 9 },
    { fill: '#000000', line: '#123456' },
    { flipH: true },
  );
  expect(first(slides).things[0]).toMatchObject({ text: null, attrs: { geom: 'line', line: '#123456', flipH: true } });
});

test('what is fixed is not moved, and its copy neither', () => {
  const { doc, slides } = tree(slide('a', '000010', [shape('one', '000010', '1', { fixed: true })]));
  const [thing] = first(slides).things;
  if (!thing?.box) throw new Error('nothing there');
  place(doc, [[thing, { box: { x: 9, y: 9, w: 9, h: 9 } }]]);
  expect(first(slides).things[0]?.box).toEqual({ x: 0, y: 0, w: 1000, h: 500 });
  duplicateThings(doc, first(slides), [[thing, thing.box]]);
  expect(first(slides).things.map(({ box }) => box?.x)).toEqual([0, 0]);
});

test('copies keep formats and what they came from', () => {
  const words = element('text', {}, [paragraph('Bold', { level: 2 }, { bold: {}, run: { id: 'r1' } })]);
  const { doc } = tree(slide('a', '000010', [element('shape', { key: 's', order: '1', id: 'q' }, [words])]));
  const original = elements(doc.getXmlFragment(TREE), 'slide')[0];
  if (!original) throw new Error('no slide');
  const copy = copied(original);
  doc.getXmlFragment(TREE).insert(0, [copy]);
  expect(copy.toString()).toBe(original.toString());
});

test('a mark goes over all words and leaves the name of the run', () => {
  const words = element('text', {}, [paragraph('Words', {}, { run: { id: 'r1' } })]);
  const { doc, slides } = tree(slide('a', '000010', [element('shape', { key: 's', order: '1' }, [words])]));
  formatAll(doc, first(slides).things, 'bold', {});
  expect(commonLook(first(slides).things).marks).toEqual({ bold: {}, run: { id: 'r1' } });
  formatAll(doc, first(slides).things, 'bold', null);
  expect(commonLook(first(slides).things).marks).toEqual({ run: { id: 'r1' } });
});

test('rows come and go, the last one stays', () => {
  const cell = () => element('cell', {}, [paragraph('x')]);
  const table = element('table', { key: 't', order: '1', cols: '5 5' }, [element('row', { h: 7 }, [cell(), cell()])]);
  const { doc, slides } = tree(slide('a', '000010', [table]));
  const rows = () => first(slides).things[0]?.rows ?? [];
  const thing = () => first(slides).things[0] as NonNullable<ReturnType<typeof first>['things'][0]>;
  addRow(doc, thing(), 0);
  expect(rows().map(({ h, cells }) => [h, cells.length])).toEqual([
    [7, 2],
    [7, 2],
  ]);
  removeRow(doc, thing(), 1);
  removeRow(doc, thing(), 0);
  expect(rows()).toHaveLength(1);
});

test('notes are made when somebody writes them, once', () => {
  const { doc, slides } = tree(slide('a', '000010'));
  const notes = notesOf(doc, first(slides));
  expect(notesOf(doc, first(slides))).toBe(notes);
  expect(elements(notes, 'paragraph')).toHaveLength(1);
});

test('two people change one slide at once, and both see the same', () => {
  const { doc, slides } = tree(slide('a', '000010', [shape('s', '000010', 'Both')]), slide('b', '000020'));
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  moveSlide(doc, slides.store.get(), 0, 1);
  const theirs = elements(other.getXmlFragment(TREE), 'slide')[0];
  const text =
    theirs &&
    elements(elements(elements(theirs, 'shape')[0] as Y.XmlElement, 'text')[0] as Y.XmlElement, 'paragraph')[0]?.get(0);
  (text as Y.XmlText).insert(4, ' of us');
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
  expect(keys(slides)).toEqual(['b', 'a']);
  expect(wordsOfAll(slides.store.get())).toContain('Both of us');
});

test('only slides that changed are read anew', () => {
  const { doc, slides } = tree(slide('a', '000010', [shape('s', '1', 'x')]), slide('b', '000020'));
  const [before, beside] = slides.store.get();
  place(doc, [[before?.things[0] as never, { rot: 45 }]]);
  const [after, still] = slides.store.get();
  expect(still).toBe(beside);
  expect(after).not.toBe(before);
  expect(attributes(after?.things[0]?.element as Y.XmlElement)['rot']).toBe(45);
});

test('a slide is called by its title, and words are found wherever they stand', () => {
  const { slides } = tree(
    slide('a', '000010', [shape('s', '1', 'text of a fish'), shape('t', '2', 'Fish', { ph: 'title:0' })]),
    slide('b', '000020', [element('notes', {}, [paragraph('fish, fish')])]),
  );
  expect(slides.store.get().map(titleOf)).toEqual(['Fish', '']);
  expect(found(slides.store.get(), 'FISH')).toEqual([
    { slide: 'a', thing: 's' },
    { slide: 'a', thing: 't' },
    { slide: 'b', thing: null },
    { slide: 'b', thing: null },
  ]);
  expect(found(slides.store.get(), '')).toEqual([]);
});
