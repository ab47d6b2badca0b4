import { describe, expect, test } from 'vitest';
import { clicked, everything, framed, kept, NOTHING, stepped, stood, toggled } from './selection';

const keys = ['a', 'b', 'c', 'd', 'e'];
const whole = (list: string[]) => ({ keys: list, start: 0, end: 5 });
const chosen = (state: { chosen: ReadonlySet<string> }) => [...state.chosen].sort().join('');

describe('selection', () => {
  test('a plain click chooses one and forgets the rest', () => {
    const one = clicked(NOTHING, keys, 'b', { toggle: false, extend: false });
    const other = clicked(one, keys, 'd', { toggle: false, extend: false });
    expect(chosen(other)).toBe('d');
  });

  test('shift-click chooses everything in between, in either direction', () => {
    const start = clicked(NOTHING, keys, 'd', { toggle: false, extend: false });
    expect(chosen(clicked(start, keys, 'b', { toggle: false, extend: true }))).toBe('bcd');
    expect(chosen(clicked(start, keys, 'e', { toggle: false, extend: true }))).toBe('de');
  });

  test('the mouse that comes to the end of a range brings the focus there first', () => {
    const start = clicked(NOTHING, keys, 'b', { toggle: false, extend: false });
    expect(chosen(clicked(stood(start, 'd'), keys, 'd', { toggle: false, extend: true }))).toBe('bcd');
  });

  test('ctrl-click adds and takes away', () => {
    const two = toggled(toggled(NOTHING, 'a'), 'c');
    expect(chosen(two)).toBe('ac');
    expect(chosen(toggled(two, 'a'))).toBe('c');
  });

  test('the first arrow key lands on the first entry, and the ends hold', () => {
    const first = stepped(NOTHING, keys, 1, false);
    expect(first.cursor).toBe('a');
    expect(stepped(first, keys, -1, false).cursor).toBe('a');
    expect(stepped(NOTHING, keys, -1, false).cursor).toBe('e');
    expect(stepped(first, keys, 99, false).cursor).toBe('e');
  });

  test('shift and arrows grow and shrink the range from the anchor', () => {
    let state = stepped(NOTHING, keys, 1, false);
    state = stepped(state, keys, 1, true);
    state = stepped(state, keys, 1, true);
    expect(chosen(state)).toBe('abc');
    expect(chosen(stepped(state, keys, -1, true))).toBe('ab');
  });

  test('deleting the entry under the cursor leaves the cursor at its place', () => {
    const state = { ...everything(NOTHING, ['b', 'c']), cursor: 'b', anchor: 'b' };
    const after = kept(state, whole(keys), whole(['a', 'c', 'd', 'e']));
    expect(after.cursor).toBe('c');
    expect(chosen(after)).toBe('c');
  });

  test('an emptied list has no cursor', () => {
    expect(kept({ ...NOTHING, cursor: 'a' }, whole(keys), whole([])).cursor).toBeNull();
  });

  test('what scrolls out of the loaded part stays chosen, what is deleted does not', () => {
    const state = { ...NOTHING, chosen: new Set(['a', 'd']), cursor: 'a' };
    const further = { keys: ['d', 'e', 'f'], start: 3, end: 6 };
    expect(chosen(kept(state, whole(keys), further))).toBe('ad');
    expect(kept(state, whole(keys), further).cursor).toBe('a');
    expect(chosen(kept(state, further, { ...further, keys: ['e', 'f'] }))).toBe('a');
  });

  test('a rectangle adds to what was chosen when it began', () => {
    const state = framed(NOTHING, ['b', 'c'], new Set(['e']));
    expect(chosen(state)).toBe('bce');
    expect(chosen(framed(state, [], new Set(['e'])))).toBe('e');
  });
});
