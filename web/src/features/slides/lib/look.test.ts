import { expect, test } from 'vitest';
import { deckOf, layoutBehind, PLAIN } from './deck';
import { deedOf, turnOf } from './keys';
import { drawnOf, drawnOfStatic, markersOf } from './look';
import { shape, slide, tree } from './testing';
import { inherits, toggleValue } from './words';

const key = (key: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

const paragraph = (level: number, bullet: string | null, empty = false) => ({ level, align: null, bullet, empty });

test('numbers count on at their level, and anew behind one that is higher up', () => {
  const auto = 'auto:arabicPeriod';
  const told = [
    paragraph(0, auto),
    paragraph(1, 'auto:alphaLcParenR'),
    paragraph(1, 'auto:alphaLcParenR'),
    paragraph(0, auto),
    paragraph(1, 'auto:alphaLcParenR'),
    paragraph(0, 'char:•'),
    paragraph(0, auto),
    paragraph(0, auto, true),
    paragraph(0, 'none'),
  ];
  expect(markersOf(told, PLAIN.levels)).toEqual(['1.', 'a)', 'b)', '2.', 'a)', '•', '1.', '', '']);
  const roman = Array.from({ length: 4 }, () => paragraph(0, 'auto:romanUcPeriod'));
  expect(markersOf(roman, PLAIN.levels)).toEqual(['I.', 'II.', 'III.', 'IV.']);
});

test('what has no place of its own has that of its placeholder', () => {
  const deck = deckOf({
    slides: {
      layouts: [
        {
          key: 'one',
          kind: 'title',
          placeholders: {
            'title:0': { offer: true, x: 1, y: 2, w: 3, h: 4, prompt: 'Say it', levels: [{ size: 44 }] },
          },
        },
      ],
    },
  });
  if (!deck) throw new Error('no deck');
  const held = tree(slide('a', '1', [shape('s', '1', '', { ph: 'title:0' })])).slides.store.get()[0]?.things[0];
  if (!held) throw new Error('nothing there');
  const drawn = drawnOf({ ...held, box: null }, deck.layouts[0], deck);
  expect(drawn).toMatchObject({ box: { x: 1, y: 2, w: 3, h: 4 }, prompt: 'Say it' });
  expect(drawn.levels[0]).toMatchObject({ size: 44, align: 'left' });
  expect(drawnOf(held, deck.layouts[0], deck).box).toEqual({ x: 0, y: 0, w: 1000, h: 500 });
});

test('nothing but a colour is a colour', () => {
  const drawn = drawnOfStatic(
    { kind: 'shape', x: 0, y: 0, w: 1, h: 1, fill: 'url(https://a.example)', line: 'none' },
    PLAIN,
  );
  expect([drawn.fill, drawn.line]).toEqual([null, null]);
});

test('other messages are none of a deck, and what is missing has a value', () => {
  expect(deckOf({ kind: 'book' })).toBeNull();
  expect(deckOf(null)).toBeNull();
  expect(deckOf({ slides: {} })).toEqual(PLAIN);
});

test('a title slide is followed by one of text', () => {
  const layouts = [
    { key: 't', kind: 'title' },
    { key: 'o', kind: 'obj' },
    { key: 'b', kind: 'blank' },
  ];
  const deck = deckOf({ slides: { layouts } }) ?? PLAIN;
  expect(layoutBehind(deck, 't')?.key).toBe('o');
  expect(layoutBehind(deck, 'b')?.key).toBe('b');
  expect(layoutBehind(deck, undefined)?.key).toBe('o');
});

test('bold is taken away where the level has it, not given again', () => {
  expect(toggleValue(true, false)).toEqual({});
  expect(toggleValue(false, false)).toBeNull();
  expect(toggleValue(false, true)).toEqual({ off: true });
  expect(toggleValue(true, true)).toBeNull();
  expect(inherits({ ...(PLAIN.levels[0] as NonNullable<(typeof PLAIN.levels)[0]>), bold: true }, 'bold')).toBe(true);
});

test('keys do what they do in other programs', () => {
  expect(deedOf(key('ArrowLeft'))).toEqual({ is: 'nudge', x: -1, y: 0, fine: false });
  expect(deedOf(key('z', { ctrlKey: true, shiftKey: true }))).toEqual({ is: 'redo' });
  expect(deedOf(key('d', { metaKey: true }))).toEqual({ is: 'duplicate' });
  expect(deedOf(key('Tab', { shiftKey: true }))).toEqual({ is: 'previous' });
  expect(deedOf(key('x'))).toEqual({ is: 'write', text: 'x' });
  expect(deedOf(key('F10', { altKey: true }))).toBeNull();
  expect(turnOf(key(' '))).toBe('next');
  expect(turnOf(key('B'))).toBe('black');
  expect(turnOf(key('n', { ctrlKey: true }))).toBeNull();
});
