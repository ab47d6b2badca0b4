import { expect, test } from 'vitest';
import { initProseMirrorDoc, prosemirrorToYXmlFragment } from 'y-prosemirror';
import * as Y from 'yjs';
import { schema, TREE } from './schema';
import { element, paragraph, table, tree } from './testing';

const everything = () =>
  tree(
    paragraph({ id: 'p1', style: 'Heading1', align: 'center' }, 'Title'),
    paragraph(
      { id: 'p2' },
      ['bold', { bold: {}, run: { id: 'r1' } }],
      ['not', { bold: { off: true }, italic: {}, underline: {}, strike: {} }],
      [
        'looks',
        { color: { value: '#ff0000' }, highlight: { value: 'yellow' }, size: { value: 14 }, font: { value: 'Arial' } },
      ],
      ['2', { vertical: { value: 'sub' } }],
      ['there', { link: { href: 'https://example.org', id: 'rId4' } }],
      element('tab', {}),
      element('hard_break', {}),
      element('hard_break', { kind: 'page' }),
      element('picture', { id: 'i1', width: 30, height: 20, alt: 'A hill' }),
      element('opaque', { id: 'o1', label: 'Footnote' }),
    ),
    paragraph(
      { list: 'number', level: 2, num: '3', indent: 36, firstLine: 10, before: 6, after: 6, line: 1.5 },
      'Item',
    ),
    paragraph({}),
    table([
      ['a', 'b'],
      ['c', 'd'],
    ]),
    element('opaque_block', { id: 'b1', label: 'Table of contents' }),
  );

test('what the server seeds is shown whole, and written back as it was', () => {
  const doc = everything();
  const before = doc.getXmlFragment(TREE).toString();
  const { doc: shown } = initProseMirrorDoc(doc.getXmlFragment(TREE), schema);
  shown.check();
  // Nothing was taken for a mistake and removed.
  expect(doc.getXmlFragment(TREE).toString()).toBe(before);
  const again = new Y.Doc();
  prosemirrorToYXmlFragment(shown, again.getXmlFragment(TREE));
  const { doc: twice } = initProseMirrorDoc(again.getXmlFragment(TREE), schema);
  expect(twice.toJSON()).toEqual(shown.toJSON());
  expect(again.getXmlFragment(TREE).length).toBe(6);
  // Attributes that are nothing are absent.
  expect((again.getXmlFragment(TREE).get(3) as Y.XmlElement).getAttributes()).toEqual({});
});

test('empty cells and rows are no mistakes', () => {
  const doc = tree(
    element('table', {}, [element('table_row', {}, [element('table_cell', {})]), element('table_row', {})]),
  );
  const { doc: shown } = initProseMirrorDoc(doc.getXmlFragment(TREE), schema);
  expect(shown.toString()).toBe('doc(table(table_row(table_cell), table_row))');
  expect(doc.getXmlFragment(TREE).length).toBe(1);
});
