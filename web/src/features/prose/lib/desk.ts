// A text document as code of the page around a frame may work on it: paragraph by paragraph, those in tables too.
import type { Node } from 'prosemirror-model';
import type { EditorState, Transaction } from 'prosemirror-state';
import { schema } from './schema';
import { lineOf } from './text';

interface Paragraph {
  node: Node;
  /** Where it begins in the document. */
  at: number;
  parent: Node;
}

function all(doc: Node): Paragraph[] {
  const list: Paragraph[] = [];
  doc.descendants((node, at, parent) => {
    if (node.isTextblock && parent) list.push({ node, at, parent });
    return !node.isTextblock;
  });
  return list;
}

function paragraph(doc: Node, index: number): Paragraph {
  const found = all(doc)[index];
  if (!found) throw new Error(`There is no paragraph ${index}`);
  return found;
}

/** The words of each paragraph, in their order. */
export const paragraphs = (doc: Node): string[] => all(doc).map(({ node }) => lineOf(node.content));

const inline = (text: string) => (text === '' ? null : schema.text(text));

/** New paragraphs, one a line, before the one of that number; at the end of the document where there is none. */
export function inserted({ doc, tr }: EditorState, text: string, index?: number): Transaction {
  const nodes = text.split('\n').map((line) => schema.nodes.paragraph.create(null, inline(line)));
  return tr.insert(index === undefined ? doc.content.size : paragraph(doc, index).at, nodes);
}

/** Other words in a paragraph; what it looks like stays. */
export function replaced({ doc, tr }: EditorState, index: number, text: string): Transaction {
  const { node, at } = paragraph(doc, index);
  const words = inline(text.replaceAll('\n', ' '));
  const [from, to] = [at + 1, at + 1 + node.content.size];
  return words ? tr.replaceWith(from, to, words) : tr.delete(from, to);
}

/** Takes a paragraph away. Where it is the only one, its words go. */
export function removed(state: EditorState, index: number): Transaction {
  const { node, at, parent } = paragraph(state.doc, index);
  return parent.childCount === 1 ? replaced(state, index, '') : state.tr.delete(at, at + node.nodeSize);
}
