import { expect, it } from 'vitest';
import { deedOf } from './keys';

const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

it('keys do what they do in other spreadsheets', () => {
  const deed = (key: string, held: Partial<typeof none> = {}) => deedOf({ key, ...none, ...held }, 20);
  expect(deed('ArrowDown')).toEqual({ is: 'move', rows: 1, columns: 0, extend: false });
  expect(deed('ArrowLeft', { ctrlKey: true })).toEqual({ is: 'edge', rows: 0, columns: -1, extend: false });
  expect(deed('PageUp', { shiftKey: true })).toEqual({ is: 'move', rows: -20, columns: 0, extend: true });
  expect(deed('End', { ctrlKey: true })).toEqual({ is: 'end', whole: true, extend: false });
  expect(deed('x')).toEqual({ is: 'edit', input: 'x' });
  expect(deed('F2')).toEqual({ is: 'edit', input: null });
  expect(deed('z', { metaKey: true, shiftKey: true })).toEqual({ is: 'redo' });
  expect(deed('b', { ctrlKey: true })).toEqual({ is: 'dress', what: 'bold' });
  expect(deed('ArrowDown', { altKey: true })).toEqual({ is: 'choose' });
  // The page's own keys stay its own.
  for (const key of ['s', 'c', 'v', 'x']) expect(deed(key, { ctrlKey: true })).toBeNull();
  for (const key of ['Tab', 'Escape', 'Shift', 'F5']) expect(deed(key)).toBeNull();
});
