import { expect, test } from 'vitest';
import { countText } from './count';
import { ask, finder, found, go, type Query, replaceAll, replaceOne, search } from './find';
import { after, at, element, paragraph, stateOf, table, tree } from './testing';

const doc = () =>
  tree(
    paragraph({}, 'One fish, two ', ['FISH', { bold: {} }]),
    table([['red fish', 'x']]),
    paragraph({}, 'fis', element('tab', {}), 'h and fishes a.b axb'),
  );
const query = (text: string, more: Partial<Query> = {}): Query => ({ text, matchCase: false, words: false, ...more });
const asked = (text: string) => {
  const state = stateOf(doc(), [finder()]);
  return state.apply(ask(state.tr, query(text)));
};

test('finds in cells, whatever the case, and never across what is no text', () => {
  const { doc: shown } = stateOf(doc());
  expect(search(shown, query('fish'))).toHaveLength(4);
  expect(search(shown, query('fish', { matchCase: true }))).toHaveLength(3);
  expect(search(shown, query('fish', { words: true }))).toHaveLength(3);
  expect(search(shown, query('a.b'))).toHaveLength(1);
  expect(search(shown, query('(')).length).toBe(0);
});

test('goes from one to the next, and round the end', () => {
  let state = asked('fish');
  expect(found(state)).toMatchObject({ count: 4, at: -1 });
  const seen = [];
  for (let step = 0; step < 5; step += 1) {
    state = after(state, go(1));
    seen.push(found(state).at);
  }
  expect(seen).toEqual([0, 1, 2, 3, 0]);
  expect(found(after(state, go(-1))).at).toBe(3);
});

test('replaces one, and all in one step; new words look as the old ones', () => {
  const first = after(asked('fish'), go(1));
  const one = after(first, replaceOne('bird'));
  expect(one.doc.child(0).textContent).toBe('One bird, two FISH');
  const all = after(asked('fish'), replaceAll('cats'));
  expect(all.doc.textContent).toBe('One cats, two catsred catsxfis\th and catses a.b axb');
  expect(
    at(all, 'One cats, two cats')
      .doc.child(0)
      .lastChild?.marks.map(({ type }) => type.name),
  ).toEqual(['bold']);
  expect(found(all).count).toBe(0);
  expect(after(asked('fish'), replaceAll('')).doc.child(0).textContent).toBe('One , two ');
});

test('counts words as people do', () => {
  expect(countText("Don't stop: it's 3.14 e-mails\n— ok?")).toEqual({ words: 6, characters: 34 });
  expect(countText('漢字 and').words).toBe(3);
  expect(countText('')).toEqual({ words: 0, characters: 0 });
});
