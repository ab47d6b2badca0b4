// Pictures and cursors, as the page draws them.
import type { Node } from 'prosemirror-model';
import type { NodeView, NodeViewConstructor } from 'prosemirror-view';
import { withShareKey } from '@/api/client';
import type { Face } from '@/features/editor';

/** Where the picture of a document is. */
export function partUrl(fileId: number, id: string): string {
  return withShareKey(`/edit/${fileId}/part/${encodeURIComponent(id)}?from=web`);
}

/** Pictures come from the document's own parts; one that cannot be shown leaves its words. */
export function pictures(fileId: number, unnamed: string): NodeViewConstructor {
  return (node) => new Picture(node, fileId, unnamed);
}

class Picture implements NodeView {
  readonly dom = document.createElement('span');

  constructor({ attrs }: Node, fileId: number, unnamed: string) {
    const { id, width, height, alt } = attrs;
    this.dom.className = 'prose-picture';
    this.dom.draggable = true;
    const image = document.createElement('img');
    image.alt = alt || unnamed;
    image.loading = 'lazy';
    image.decoding = 'async';
    if (width) image.width = width;
    if (height) image.height = height;
    // It keeps its shape when it is made narrower.
    if (width && height) image.style.aspectRatio = `${width} / ${height}`;
    image.onerror = () => {
      const words = document.createElement('span');
      words.className = 'prose-kept';
      words.textContent = image.alt;
      image.replaceWith(words);
    };
    if (id) image.src = partUrl(fileId, id);
    this.dom.append(image);
  }

  ignoreMutation(): boolean {
    return true;
  }
}

/** The cursor of somebody else, with his name. */
export function cursor(user: Partial<Face>, visitor: string): HTMLElement {
  const caret = document.createElement('span');
  caret.className = 'prose-cursor';
  caret.style.borderColor = user.color ?? '';
  caret.setAttribute('aria-hidden', 'true');
  const name = document.createElement('span');
  name.style.backgroundColor = user.color ?? '';
  name.textContent = user.name || visitor;
  // Nothing but the caret is to take part in the line.
  caret.append('\u2060', name, '\u2060');
  return caret;
}
