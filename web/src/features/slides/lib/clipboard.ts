// What was copied on a slide: kept here whole, and given to other programs as words.
import * as Y from 'yjs';
import type { Box } from './deck';
import { copied, HERE, set } from './edit';
import { type Slide, type Thing, wordsIn } from './model';
import { between, newKey } from './order';

export interface Copied {
  text: string;
  /** Lives in a document of its own, so that it outlasts what it is a copy of. */
  root: Y.XmlFragment;
  boxes: Box[];
  /** Which document its pictures and origins are of. */
  of: Y.Doc;
  times: number;
}

/** Takes things as they are now. */
export function copyThings(doc: Y.Doc, pairs: [Thing, Box][]): Copied {
  const root = new Y.Doc().getXmlFragment('copied');
  root.insert(
    0,
    pairs.map(([{ element }]) => copied(element)),
  );
  return {
    // Nothing to say would leave another program's words in the clipboard.
    text: pairs.map(([thing]) => wordsIn(thing)).join('\n') || ' ',
    root,
    boxes: pairs.map(([, box]) => box),
    of: doc,
    times: 0,
  };
}

const ASIDE = 228_600;

/** Puts them on a slide, each time a little aside; gives their keys. */
export function pasteThings(doc: Y.Doc, slide: Slide, from: Copied, aside: boolean): string[] {
  if (from.of !== doc) return [];
  const by = aside ? ASIDE * (from.times + 1) : 0;
  if (aside) from.times += 1;
  let { order } = slide.things.at(-1) ?? { order: undefined };
  const keys: string[] = [];
  doc.transact(() => {
    for (const [index, element] of from.root.toArray().entries()) {
      const box = from.boxes[index];
      if (!(element instanceof Y.XmlElement) || !box) continue;
      const key = newKey();
      order = between(order, undefined);
      const copy = copied(element);
      slide.element.insert(slide.element.length, [copy]);
      set(copy, { key, order, ...(copy.getAttribute('fixed') ? {} : { ...box, x: box.x + by, y: box.y + by }) });
      keys.push(key);
    }
  }, HERE);
  return keys;
}
