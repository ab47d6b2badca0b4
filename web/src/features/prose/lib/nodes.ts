// Blocks and what stands in lines, as the server seeds the document with them (crates/prose). Contents are as lenient as
// they can be: what does not fit would be taken for somebody's mistake, and removed.
import type { Attrs, Node, NodeSpec, TagParseRule } from 'prosemirror-model';
import { ALIGNMENTS, LISTS, lineHeight, MAX_LEVEL } from './words';

type Found = Record<string, unknown>;

const either = <T extends string>(value: unknown, known: readonly T[]): T | null =>
  known.find((one) => one === value) ?? null;
const figure = (value: string | undefined): number | null => {
  const number = Number.parseFloat(value ?? '');
  return Number.isFinite(number) ? number : null;
};
const px = (value: unknown) => (typeof value === 'number' && value > 0 ? `${Math.round(value)}px` : undefined);
const pt = (value: unknown) => (typeof value === 'number' ? `${value}pt` : undefined);
const optional = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { default: null }]));

const colorOf = (value: unknown) => (typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value : undefined);

/** CSS text of what is there: whoever may write could put anything into attributes, so each value is known by its kind. */
function css(parts: Record<string, string | undefined>): string | undefined {
  const told = Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${value}`]));
  return told.length > 0 ? told.join(';') : undefined;
}

/** How the paragraph itself is formatted, points and a factor; only the indent is ever changed here. */
const FIGURES = ['indent', 'firstLine', 'before', 'after', 'line'] as const;
const NAMES = ['id', 'style', 'num'] as const;

function paragraphOf({ dataset, style }: HTMLElement): Found {
  const list = either(dataset['list'], LISTS);
  return {
    ...Object.fromEntries(NAMES.map((name) => [name, dataset[name] ?? null])),
    ...Object.fromEntries(FIGURES.map((name) => [name, figure(dataset[name])])),
    align: either(dataset['align'] ?? style.textAlign, ALIGNMENTS),
    list,
    level: list && Math.min(figure(dataset['level']) ?? 0, MAX_LEVEL),
  };
}

const PARAGRAPHS = ['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'li'];

const paragraph: NodeSpec = {
  content: 'inline*',
  group: 'block',
  attrs: optional(...NAMES, ...FIGURES, 'align', 'list', 'level'),
  parseDOM: PARAGRAPHS.map((tag): TagParseRule => ({ tag, getAttrs: paragraphOf })),
  toDOM: ({ attrs }) => ['p', { ...dataOf(attrs), style: lookOf(attrs) }, 0],
};

function dataOf(attrs: Attrs): Record<string, unknown> {
  const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const names = [...NAMES, ...FIGURES, 'align', 'list'];
  const level = attrs['list'] ? (attrs['level'] ?? 0) : null;
  return { ...Object.fromEntries(names.map((name) => [`data-${kebab(name)}`, attrs[name]])), 'data-level': level };
}

function lookOf(attrs: Attrs): string | undefined {
  const { align, list, indent, firstLine, before, after, line } = attrs;
  return css({
    'text-align': either(align, ALIGNMENTS) ?? undefined,
    'margin-left': list ? undefined : pt(indent),
    'text-indent': list ? undefined : pt(firstLine),
    'margin-top': pt(before),
    'margin-bottom': pt(after),
    'line-height': typeof line === 'number' ? lineHeight(line) : undefined,
  });
}

const table: NodeSpec = {
  content: 'table_row*',
  group: 'block',
  isolating: true,
  attrs: optional('id'),
  toDOM: ({ attrs }) => ['div', { class: 'prose-table', 'data-id': attrs['id'] }, ['table', ['tbody', 0]]],
};

const table_row: NodeSpec = {
  content: 'table_cell*',
  attrs: optional('id'),
  toDOM: ({ attrs }) => ['tr', { 'data-id': attrs['id'] }, 0],
};

const table_cell: NodeSpec = {
  content: 'block*',
  isolating: true,
  attrs: optional('id', 'colspan', 'rowspan', 'width', 'fill'),
  toDOM: ({ attrs }) => [
    'td',
    {
      'data-id': attrs['id'],
      colspan: attrs['colspan'],
      rowspan: attrs['rowspan'],
      style: css({ width: px(attrs['width']), 'background-color': colorOf(attrs['fill']) }),
    },
    0,
  ],
};

const opaque_block: NodeSpec = {
  group: 'block',
  atom: true,
  draggable: true,
  attrs: optional('id', 'label', 'text'),
  parseDOM: [{ tag: 'div[data-kept]', getAttrs: keptOf }],
  toDOM: ({ attrs }) => [
    'div',
    kept(attrs, 'prose-kept'),
    ['strong', attrs['label'] || '…'],
    ...(attrs['text'] ? [['span', { class: 'prose-kept-text' }, attrs['text']]] : []),
  ],
};

function kept({ id, label, text }: Attrs, name: string): Record<string, unknown> {
  return { class: name, 'data-kept': id ?? '', 'data-label': label, 'data-text': text };
}

function keptOf({ dataset }: HTMLElement): Found | false {
  // Nothing can be kept of what has no name in this document.
  const { kept: id, label, text } = dataset;
  return id ? { id, label: label ?? null, text: text ?? null } : false;
}

const inline = { group: 'inline', inline: true, atom: true } satisfies NodeSpec;

const hard_break: NodeSpec = {
  ...inline,
  attrs: optional('kind', 'run'),
  selectable: false,
  parseDOM: [
    {
      tag: 'span[data-break]',
      getAttrs: ({ dataset }) => ({ kind: either(dataset['break'], ['page', 'column']), run: dataset['run'] ?? null }),
    },
    { tag: 'br', getAttrs: ({ dataset }) => ({ run: dataset['run'] ?? null }) },
  ],
  toDOM: ({ attrs }) => {
    const kind = attrs['kind'] as string | null;
    if (kind !== 'page' && kind !== 'column') return ['br', { 'data-run': attrs['run'] }];
    return ['span', { class: 'prose-break', 'data-break': kind, 'data-run': attrs['run'] }];
  },
  leafText: () => '\n',
};

const tab: NodeSpec = {
  ...inline,
  selectable: false,
  attrs: optional('run'),
  parseDOM: [{ tag: 'span[data-tab]', getAttrs: ({ dataset }) => ({ run: dataset['run'] ?? null }) }],
  toDOM: ({ attrs }) => ['span', { class: 'prose-tab', 'data-tab': '', 'data-run': attrs['run'] }, '\t'],
  leafText: () => '\t',
};

const picture: NodeSpec = {
  ...inline,
  draggable: true,
  attrs: optional('id', 'width', 'height', 'alt'),
  parseDOM: [
    {
      tag: 'img[data-id]',
      getAttrs: (element) => ({
        id: element.dataset['id'],
        width: figure(element.getAttribute('width') ?? ''),
        height: figure(element.getAttribute('height') ?? ''),
        alt: element.getAttribute('alt'),
      }),
    },
  ],
  toDOM: ({ attrs }) => [
    'img',
    { 'data-id': attrs['id'], width: attrs['width'], height: attrs['height'], alt: attrs['alt'] ?? '' },
  ],
};

const opaque: NodeSpec = {
  ...inline,
  draggable: true,
  attrs: optional('id', 'label'),
  parseDOM: [{ tag: 'span[data-kept]', getAttrs: keptOf }],
  toDOM: (node) => {
    if (isUnseen(node)) return ['span', kept(node.attrs, 'prose-unseen')];
    return ['span', kept(node.attrs, 'prose-kept'), node.attrs['label'] ?? '…'];
  },
};

/** A mark of the document that shows nothing: a bookmark, where a comment begins. */
export function isUnseen({ type, attrs }: Node): boolean {
  return type.name === 'opaque' && attrs['label'] === '';
}

export const nodes = {
  doc: { content: 'block+' },
  paragraph,
  table,
  table_row,
  table_cell,
  opaque_block,
  text: { group: 'inline' },
  hard_break,
  tab,
  picture,
  opaque,
} satisfies Record<string, NodeSpec>;
