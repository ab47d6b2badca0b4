// The text of a document without its looks: for clipboards, counting, and whoever must copy it away.
import type { Fragment, Node, Slice } from 'prosemirror-model';
import type { XmlFragment } from 'yjs';
import { XmlElement, XmlText } from 'yjs';

/** Paragraphs as lines; cells of a row are parted by tabs. */
export function textOf(content: Fragment): string {
  const lines: string[] = [];
  content.forEach((node) => {
    collect(node, lines);
  });
  return lines.join('\n');
}

export function textOfSlice({ content }: Slice): string {
  const inline = content.firstChild?.isInline;
  return inline ? lineOf(content) : textOf(content);
}

function collect(node: Node, lines: string[]): void {
  if (node.isTextblock) lines.push(lineOf(node.content));
  else if (node.type.name === 'table_row')
    lines.push(node.children.map((cell) => textOf(cell.content).replaceAll('\n', ' ')).join('\t'));
  else
    node.forEach((child) => {
      collect(child, lines);
    });
}

/** One paragraph's content; a break in it is a new line. */
export function lineOf(content: Fragment): string {
  return content.textBetween(0, content.size, '\n', leaf);
}

function leaf(node: Node): string {
  return node.type.spec.leafText?.(node) ?? '';
}

/** The same of the shared tree, whether an editor shows it or not. */
export function textOfTree(tree: XmlFragment | XmlElement): string {
  const lines: string[] = [];
  let line: string | null = null;
  for (const child of tree.toArray()) {
    if (child instanceof XmlText) line = (line ?? '') + plain(child);
    else if (child instanceof XmlElement) {
      const { nodeName } = child;
      if (nodeName === 'hard_break') line = `${line ?? ''}\n`;
      else if (nodeName === 'tab') line = `${line ?? ''}\t`;
      else if (nodeName !== 'picture' && nodeName !== 'opaque') lines.push(textOfTree(child));
    }
  }
  return line === null ? lines.join('\n') : [...lines, line].join('\n');
}

function plain(text: XmlText): string {
  return (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
    .join('');
}
