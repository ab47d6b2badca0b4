// How many words and characters there are; paragraphs that did not change are not counted again.
import type { Node } from 'prosemirror-model';

export interface Count {
  words: number;
  characters: number;
}

/** Scripts without spaces between words count by their signs. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+(?:['’.,:/@_-][\p{L}\p{N}\p{M}]+)*/gu;

const known = new WeakMap<Node, Count>();

export function countText(text: string): Count {
  let words = 0;
  for (const _ of text.matchAll(WORD)) words += 1;
  return { words, characters: [...text.replaceAll('\n', '')].length };
}

export function count(node: Node): Count {
  const before = known.get(node);
  if (before) return before;
  const sum = { words: 0, characters: 0 };
  if (node.isTextblock) Object.assign(sum, countText(node.textBetween(0, node.content.size, '\n')));
  else
    node.forEach((child) => {
      const part = count(child);
      sum.words += part.words;
      sum.characters += part.characters;
    });
  known.set(node, sum);
  return sum;
}
