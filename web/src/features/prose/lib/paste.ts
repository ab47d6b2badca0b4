// What comes from the clipboard: Word's and the web's marks cleaned, nothing of another document taken for this one's.
import { DOMSerializer, type Fragment, type Node as ProseNode, type ResolvedPos, Slice } from 'prosemirror-model';
import type { EditorProps } from 'prosemirror-view';
import type { Styles } from './look';
import { schema } from './schema';
import { textOfSlice } from './text';
import { MAX_LEVEL } from './words';

/** Marks what was copied with the document it comes from. */
const MARK = 'data-atrium-document';

/** Everything the editor must know of the clipboard; `document` names this one. */
export function clipboard(document: () => string, styles: () => Styles): EditorProps {
  return {
    clipboardSerializer: new Copying(document, styles),
    clipboardTextSerializer: textOfSlice,
    clipboardTextParser: (text, context, plain) => fromText(text, context, plain),
    transformPastedHTML: (html) => clean(html, document(), styles()),
    transformPasted: flat,
  };
}

class Copying extends DOMSerializer {
  private readonly document: () => string;
  private readonly styles: () => Styles;

  constructor(document: () => string, styles: () => Styles) {
    super(DOMSerializer.nodesFromSchema(schema), DOMSerializer.marksFromSchema(schema));
    this.document = document;
    this.styles = styles;
  }

  override serializeFragment(...[content, options, target]: Parameters<DOMSerializer['serializeFragment']>) {
    const made = super.serializeFragment(content, options, target);
    if (target) return made;
    const all = made as DocumentFragment;
    for (const one of all.querySelectorAll<HTMLElement>('p[data-style]')) this.head(one);
    all.firstElementChild?.setAttribute(MARK, this.document());
    return made;
  }

  /** Headings are headings for other programs, too. */
  private head(paragraph: HTMLElement): void {
    const level = this.styles().levelOf(paragraph.dataset['style']);
    if (!level) return;
    const heading = paragraph.ownerDocument.createElement(`h${level}`);
    for (const { name, value } of paragraph.attributes) heading.setAttribute(name, value);
    heading.append(...paragraph.childNodes);
    paragraph.replaceWith(heading);
  }
}

/** Characters that no document may hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Lines become paragraphs like the one they are pasted into. */
export function fromText(text: string, context: ResolvedPos, plain = true): Slice {
  const lines = text.replace(FORBIDDEN, '').split(/\r\n?|\n/);
  const attrs = context.parent.isTextblock ? { ...context.parent.attrs, id: null } : null;
  const marks = plain ? context.marks() : [];
  const paragraphs = lines.map((line) => {
    const parts = line
      .split('\t')
      .flatMap((part, index) => [
        ...(index > 0 ? [schema.nodes.tab.create()] : []),
        ...(part ? [schema.text(part, marks)] : []),
      ]);
    return schema.nodes.paragraph.create(attrs, parts);
  });
  return Slice.maxOpen(schema.nodes.doc.create(null, paragraphs).content);
}

/** Tables come as their lines: those of a document are neither made nor multiplied. */
function flat(slice: Slice): Slice {
  let tables = false;
  slice.content.descendants((node) => {
    tables ||= node.type === schema.nodes.table || node.type === schema.nodes.table_row;
    return !tables;
  });
  if (!tables) return slice;
  const found: ProseNode[] = [];
  lines(slice.content, found);
  return Slice.maxOpen(schema.nodes.doc.create(null, found).content);
}

function lines(content: Fragment, found: ProseNode[]): void {
  content.forEach((node) => {
    if (node.type === schema.nodes.table_row) {
      const cells = node.children.map((cell) => inlineOf(cell));
      const parts = cells.flatMap((cell, index) => (index > 0 ? [schema.nodes.tab.create(), ...cell] : cell));
      found.push(schema.nodes.paragraph.create(null, parts));
    } else if (node.isTextblock || node.isLeaf) found.push(node);
    else lines(node.content, found);
  });
}

function inlineOf(node: ProseNode): ProseNode[] {
  const found: ProseNode[] = [];
  node.descendants((child) => {
    if (child.isTextblock && found.length > 0) found.push(schema.text(' '));
    if (child.isInline) found.push(child);
    return !child.isInline;
  });
  return found;
}

/** HTML of wherever it comes from, as paragraphs of ours. */
export function clean(html: string, document: string, styles: Styles): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const { body } = page;
  for (const gone of [...body.querySelectorAll('script, style, meta, title, link, o\\:p:empty')]) gone.remove();
  const origin = body.querySelector(`[${MARK}]`)?.getAttribute(MARK);
  if (origin === document) return body.innerHTML;
  if (origin) forget(body);
  else {
    for (const gone of [...body.querySelectorAll('img, video, audio, iframe, object, svg, canvas')]) gone.remove();
    // Our own names mean nothing on others' pages.
    for (const element of body.querySelectorAll<HTMLElement>('*')) {
      for (const name of Object.keys(element.dataset)) if (name !== 'pmSlice') delete element.dataset[name];
    }
    fromWord(body);
    lists(body, 0);
    tables(body);
  }
  for (let level = 1; level <= 6; level += 1) {
    const style = styles.heading(level);
    if (style) for (const one of body.querySelectorAll<HTMLElement>(`h${level}`)) one.dataset['style'] = style.id;
  }
  return body.innerHTML;
}

/** Of another document of ours: its looks stay, its names mean other things here. */
function forget(body: HTMLElement): void {
  for (const gone of [...body.querySelectorAll('img, [data-kept]')]) gone.remove();
  for (const element of body.querySelectorAll<HTMLElement>('*'))
    for (const name of ['id', 'num', 'run', 'link', 'style']) delete element.dataset[name];
}

/** Word writes lists as paragraphs with their markers as text. */
function fromWord(body: HTMLElement): void {
  for (const one of body.querySelectorAll<HTMLElement>('p[style*="mso-list"], h1[style*="mso-list"]')) {
    const level = /level(\d)/.exec(one.getAttribute('style') ?? '')?.[1];
    const markers = [...one.querySelectorAll<HTMLElement>('[style*="mso-list:Ignore"], [style*="mso-list: Ignore"]')];
    const marker = markers.map(({ textContent }) => textContent ?? '').join('');
    for (const gone of markers) gone.remove();
    one.dataset['list'] = /[\p{L}\p{N}]+[.)]/u.test(marker) ? 'number' : 'bullet';
    one.dataset['level'] = String(Math.min(Number(level ?? 1) - 1, MAX_LEVEL));
  }
}

/** Lists within lists as paragraphs with levels. */
function lists(root: Element, level: number): void {
  for (const list of [...root.querySelectorAll('ul, ol')]) {
    if (!list.isConnected || list.parentElement?.closest('ul, ol')) continue;
    const made = list.ownerDocument.createDocumentFragment();
    items(list, level, made);
    list.replaceWith(made);
  }
}

function items(list: Element, level: number, made: DocumentFragment): void {
  let open: HTMLElement | null = null;
  const kind = list.tagName === 'OL' ? 'number' : 'bullet';
  const put = (child: Node) => {
    if (!open) {
      if (child.nodeType === Node.TEXT_NODE && !child.textContent?.trim()) return;
      open = list.ownerDocument.createElement('p');
      open.dataset['list'] = kind;
      open.dataset['level'] = String(Math.min(level, MAX_LEVEL));
      made.append(open);
    }
    open.append(child);
  };
  const walk = (parent: Element) => {
    for (const child of [...parent.childNodes]) {
      const tag = child instanceof Element ? child.tagName : '';
      if (tag === 'UL' || tag === 'OL') items(child as Element, level + 1, made);
      else if (/^(?:P|DIV|SECTION|H[1-6])$/.test(tag)) walk(child as Element);
      else {
        put(child);
        continue;
      }
      open = null;
    }
  };
  for (const item of [...list.children]) {
    open = null;
    if (item.tagName === 'LI') walk(item);
    else if (item.tagName === 'UL' || item.tagName === 'OL') items(item, level + 1, made);
  }
}

/** A row is a line, its cells parted by tabs. */
function tables(body: HTMLElement): void {
  for (const table of [...body.querySelectorAll('table')].reverse()) {
    const made = table.ownerDocument.createDocumentFragment();
    for (const row of table.rows) {
      const line = table.ownerDocument.createElement('p');
      [...row.cells].forEach((cell, index) => {
        if (index > 0) line.append(tabOf(line.ownerDocument));
        const blocks = [...cell.querySelectorAll('p, div, li')];
        for (const block of blocks) block.replaceWith(...block.childNodes, ' ');
        line.append(...cell.childNodes);
      });
      made.append(line);
    }
    table.replaceWith(made);
  }
}

function tabOf(page: Document): HTMLElement {
  const tab = page.createElement('span');
  tab.dataset['tab'] = '';
  return tab;
}
