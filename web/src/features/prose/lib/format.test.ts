import { expect, test } from 'vitest';
import {
  clearFormat,
  isOn,
  linkAt,
  nextSize,
  resize,
  setLink,
  setValue,
  toggle,
  toggleVertical,
  unlink,
  valueAt,
} from './format';
import { after, at, paragraph, stateOf, tree } from './testing';

const state = () =>
  stateOf(
    tree(
      paragraph({ style: 'Heading1' }, 'A heading'),
      paragraph({}, 'Some ', ['bold', { bold: {}, run: { id: 'r7' } }], ' words'),
      paragraph(
        {},
        'See ',
        ['the ', { link: { href: 'https://a.example' } }],
        ['page', { link: { href: 'https://a.example' }, bold: {} }],
        ' there',
      ),
    ),
  );
const marksOf = (from: ReturnType<typeof state>, words: string) => {
  const { doc, selection } = at(from, words);
  return (doc.nodeAt(selection.from)?.marks ?? []).map(
    ({ type, attrs }) => `${type.name}${attrs['off'] ? ' off' : ''}`,
  );
};

test('bold is on only where all of it is', () => {
  expect(isOn(at(state(), 'bold'), 'bold')).toBe(true);
  expect(isOn(at(state(), 'Some bold'), 'bold')).toBe(false);
  const made = after(at(state(), 'Some bold words'), toggle('bold'));
  expect(isOn(made, 'bold')).toBe(true);
  expect(marksOf(made, 'Some')).toEqual(['bold']);
  const back = after(made, toggle('bold'));
  expect(marksOf(back, 'Some')).toEqual([]);
  // What the page does not know of a run stays with it.
  expect(marksOf(back, 'bold')).toEqual(['run']);
});

test('what the style has is switched off, and the switch is forgotten again', () => {
  const heading = at(state(), 'heading');
  expect(isOn(heading, 'bold')).toBe(true);
  const off = after(heading, toggle('bold'));
  expect(isOn(off, 'bold')).toBe(false);
  expect(marksOf(off, 'heading')).toEqual(['bold off']);
  expect(marksOf(after(off, toggle('bold')), 'heading')).toEqual([]);
});

test('a switch at the cursor holds for what is typed', () => {
  const cursor = at(state(), 'Some', true);
  const on = after(cursor, toggle('italic'));
  expect(isOn(on, 'italic')).toBe(true);
  const typed = on.apply(on.tr.insertText('!'));
  expect(marksOf(typed, '!')).toEqual(['italic']);
});

test('values are those of the style until others are given, and nothing where they differ', () => {
  expect(valueAt(at(state(), 'heading'), 'size')).toBe(16);
  expect(valueAt(at(state(), 'words'), 'font')).toBe('Calibri');
  const large = after(at(state(), 'bold'), setValue('size', 20));
  expect(valueAt(large, 'size')).toBe(20);
  expect(valueAt(at(large, 'Some bold'), 'size')).toBeNull();
  expect(valueAt(after(large, setValue('size', null)), 'size')).toBe(11);
});

test('sizes go up and down step by step, each from its own', () => {
  expect([nextSize(11, 1), nextSize(72, 1), nextSize(8, -1), nextSize(1, -1)]).toEqual([12, 80, 7, 1]);
  expect(valueAt(after(at(state(), 'heading'), resize(1)), 'size')).toBe(18);
  expect(valueAt(after(at(state(), 'heading'), resize(-1)), 'size')).toBe(14);
});

test('superscript takes the place of subscript', () => {
  const up = after(at(state(), 'words'), toggleVertical('super'));
  const down = after(up, toggleVertical('sub'));
  expect(valueAt(down, 'vertical')).toBe('sub');
  expect(valueAt(after(down, toggleVertical('sub')), 'vertical')).toBeNull();
});

test('a link is one whatever is bold in it', () => {
  const here = linkAt(at(state(), 'page', true));
  expect(here && state().doc.textBetween(here.from, here.to)).toBe('the page');
  expect(linkAt(at(state(), 'See', true))).toBeNull();
  const elsewhere = after(at(state(), 'the', true), setLink('https://b.example', ''));
  expect(linkAt(at(elsewhere, 'page'))?.href).toBe('https://b.example');
  expect(linkAt(at(after(elsewhere, unlink), 'page'))).toBeNull();
  const written = after(at(state(), 'Some', true), setLink('https://c.example', 'shown'));
  expect(linkAt(at(written, 'shown'))?.href).toBe('https://c.example');
});

test('clearing takes looks and leaves links', () => {
  const clear = after(at(state(), 'page', true), clearFormat);
  expect(marksOf(clear, 'page')).toEqual(['link']);
});
