import { expect, test } from 'vitest';
import { deedOf, turnOf } from './keys';

const pressed = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

test('arrows move, with Shift they stretch and with Alt they turn; Ctrl makes the step small', () => {
  expect(deedOf(pressed('ArrowRight'))).toEqual({ is: 'nudge', x: 1, y: 0, fine: false });
  expect(deedOf(pressed('ArrowUp', { ctrlKey: true }))).toEqual({ is: 'nudge', x: 0, y: -1, fine: true });
  expect(deedOf(pressed('ArrowDown', { shiftKey: true }))).toEqual({ is: 'stretch', x: 0, y: 1, fine: false });
  expect(deedOf(pressed('ArrowLeft', { altKey: true }))).toEqual({ is: 'turn', by: -1, fine: false });
  expect(deedOf(pressed('ArrowUp', { altKey: true }))).toBeNull();
});

test('a letter begins to write, and keys of the browser stay its own', () => {
  expect(deedOf(pressed('é'))).toEqual({ is: 'write', text: 'é' });
  expect(deedOf(pressed('r', { ctrlKey: true }))).toBeNull();
  expect(deedOf(pressed('F7'))).toBeNull();
  expect(deedOf(pressed('Z', { ctrlKey: true, shiftKey: true }))).toEqual({ is: 'redo' });
});

test('while slides are shown, keys turn them', () => {
  expect([' ', 'PageDown', 'ArrowLeft', 'B', 'Escape'].map((key) => turnOf(pressed(key)))).toEqual([
    'next',
    'next',
    'previous',
    'black',
    'leave',
  ]);
  expect(turnOf(pressed('b', { ctrlKey: true }))).toBeNull();
});
