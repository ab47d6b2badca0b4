import type { Node } from 'prosemirror-model';
import { EditorState } from 'prosemirror-state';
import { expect, test } from 'vitest';
import { inserted, paragraphs, removed, replaced } from './desk';
import { schema } from './schema';

const words = (text: string) => schema.node('paragraph', null, text ? [schema.text(text)] : []);
const stateOf = (...blocks: Node[]) => EditorState.create({ doc: schema.node('doc', null, blocks) });
const CELL = schema.node('table', null, [
  schema.node('table_row', null, [schema.node('table_cell', null, [words('in a cell')])]),
]);

test('paragraphs are told in their order, those of tables too', () => {
  expect(paragraphs(stateOf(words('first'), CELL, words('last')).doc)).toEqual(['first', 'in a cell', 'last']);
});

test('new ones come before another one or at the end, one a line', () => {
  const state = stateOf(words('first'), words('last'));
  expect(paragraphs(inserted(state, 'a\nb', 1).doc)).toEqual(['first', 'a', 'b', 'last']);
  expect(paragraphs(inserted(state, 'end').doc)).toEqual(['first', 'last', 'end']);
  expect(() => inserted(state, 'x', 9)).toThrow('There is no paragraph 9');
});

test('other words take the place of those that stand there', () => {
  expect(paragraphs(replaced(stateOf(words('first'), words('last')), 0, 'new\nline').doc)).toEqual([
    'new line',
    'last',
  ]);
  expect(paragraphs(replaced(stateOf(words('first')), 0, '').doc)).toEqual(['']);
});

test('a paragraph goes; the only one of a cell or a document only loses its words', () => {
  const state = stateOf(words('first'), CELL);
  expect(paragraphs(removed(state, 0).doc)).toEqual(['in a cell']);
  expect(paragraphs(removed(state, 1).doc)).toEqual(['first', '']);
  expect(paragraphs(removed(stateOf(words('alone')), 0).doc)).toEqual(['']);
});
