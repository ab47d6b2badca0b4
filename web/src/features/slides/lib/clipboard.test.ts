import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { copyThings, pasteThings } from './clipboard';
import { removeThings } from './edit';
import { attributes, wordsIn } from './model';
import { shape, slide, tree } from './testing';

const BOX = { x: 0, y: 0, w: 1000, h: 500 };

test('what was copied outlasts what it is a copy of, and each copy lies aside of the one before', () => {
  const { doc, slides } = tree(slide('a', '000010', [shape('t', '000010', 'Words', { id: 'f3' })]));
  const now = () => slides.store.get()[0] ?? never();
  const copied = copyThings(
    doc,
    now().things.map((thing) => [thing, BOX]),
  );
  expect(copied.text).toBe('Words');
  removeThings(doc, now().things);
  expect(now().things).toEqual([]);
  const [first] = pasteThings(doc, now(), copied, true);
  const [second] = pasteThings(doc, now(), copied, true);
  const [one, other] = now().things;
  expect([one?.key, other?.key]).toEqual([first, second]);
  expect(one && wordsIn(one)).toBe('Words');
  expect(one && attributes(one.element)['id']).toBe('f3');
  expect((other?.box?.x ?? 0) - (one?.box?.x ?? 0)).toBe(one?.box?.x);
});

test('nothing of another document is pasted: its pictures and origins are not here', () => {
  const { doc, slides } = tree(slide('a', '000010', [shape('t', '000010', 'Words')]));
  const [here] = slides.store.get();
  const copied = copyThings(
    new Y.Doc(),
    (here ?? never()).things.map((thing) => [thing, BOX]),
  );
  expect(pasteThings(doc, here ?? never(), copied, true)).toEqual([]);
});

function never(): never {
  throw new Error('no slide');
}
