// How text looks: the marks of the document.
import type { MarkSpec, ParseRule } from 'prosemirror-model';
import { HIGHLIGHTS, safeLink } from './words';

interface Ways {
  tag: 'strong' | 'em' | 'u' | 's';
  /** What it looks like when the style has it and this text has not. */
  off: string;
  parse: readonly ParseRule[];
}

/** On, or off although the style has it. */
function toggle({ tag, off, parse }: Ways): MarkSpec {
  return {
    attrs: { off: { default: null } },
    parseDOM: [{ tag: `span[data-off="${tag}"]`, attrs: { off: true } }, ...parse],
    toDOM: ({ attrs }) => (attrs['off'] ? ['span', { 'data-off': tag, style: off }, 0] : [tag, 0]),
  };
}

/** A value in the style of our own elements; others' fonts, sizes and colours stay outside. */
function valued(name: string, style: (value: string) => string, read: (text: string) => unknown = String): MarkSpec {
  return {
    attrs: { value: { default: null } },
    parseDOM: [
      {
        tag: `span[data-${name}]`,
        getAttrs: (element) => ({ value: read(element.dataset[name] ?? '') }),
      },
    ],
    toDOM: ({ attrs }) => {
      const value = String(attrs['value'] ?? '');
      return ['span', { [`data-${name}`]: value, style: style(value) }, 0];
    },
  };
}

const HEX = /^#[0-9a-f]{6}$/i;
const boldName = /^(?:bold(?:er)?|[6-9]\d\d)$/;

/** A font by its name, with something of its kind behind it. */
export function fontStack(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N} ._-]/gu, '').trim();
  const kind = /mono|courier|consol|code|typewriter/i.test(safe)
    ? 'monospace'
    : /serif|times|georgia|garamond|cambria|roman|palatino|book|minion/i.test(safe) && !/sans/i.test(safe)
      ? 'serif'
      : 'sans-serif';
  const twin = TWINS[safe.toLowerCase()];
  return `'${safe}'${twin ? `,'${twin}'` : ''},${kind}`;
}

/** Free fonts with the same widths. */
const TWINS: Record<string, string> = {
  calibri: 'Carlito',
  'calibri light': 'Carlito',
  cambria: 'Caladea',
  arial: 'Liberation Sans',
  'times new roman': 'Liberation Serif',
  'courier new': 'Liberation Mono',
};

export const marks = {
  // The outermost first: a link is one link whatever is bold in it.
  link: {
    attrs: { href: { default: null }, id: { default: null } },
    inclusive: false,
    parseDOM: [
      {
        tag: 'a[href]',
        getAttrs: (element) => {
          const href = element.getAttribute('href');
          return href?.startsWith('#') || safeLink(href) ? { href, id: element.dataset['link'] ?? null } : false;
        },
      },
    ],
    toDOM: ({ attrs }) => {
      const href = attrs['href'] as string | null;
      return [
        'a',
        {
          href: safeLink(href) ?? (href?.startsWith('#') ? href : null),
          title: href,
          'data-link': attrs['id'],
          rel: 'noopener noreferrer nofollow',
          target: '_blank',
        },
        0,
      ];
    },
  },
  run: {
    attrs: { id: { default: null } },
    parseDOM: [{ tag: 'span[data-run]', getAttrs: (element) => ({ id: element.dataset['run'] }) }],
    toDOM: ({ attrs }) => ['span', { 'data-run': attrs['id'] }, 0],
  },
  font: valued('font', (value) => `font-family:${fontStack(value)}`),
  size: valued('size', (value) => `font-size:${Number(value) || 11}pt`, Number),
  color: valued('color', (value) => (HEX.test(value) ? `color:${value}` : '')),
  highlight: valued('highlight', (value) => (HIGHLIGHTS[value] ? `background-color:${HIGHLIGHTS[value]}` : '')),
  bold: toggle({
    tag: 'strong',
    off: 'font-weight:normal',
    parse: [
      { tag: 'strong' },
      // Some programs wrap all they copy into a b that is none.
      { tag: 'b', getAttrs: (element) => element.style.fontWeight !== 'normal' && null },
      { style: 'font-weight', getAttrs: (value) => boldName.test(value) && null },
    ],
  }),
  italic: toggle({
    tag: 'em',
    off: 'font-style:normal',
    parse: [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style', getAttrs: (value) => value === 'italic' && null }],
  }),
  underline: toggle({
    tag: 'u',
    off: 'text-decoration:none;display:inline-block',
    parse: [{ tag: 'u' }, { style: 'text-decoration', getAttrs: (value) => value.includes('underline') && null }],
  }),
  strike: toggle({
    tag: 's',
    off: 'text-decoration:none;display:inline-block',
    parse: [
      { tag: 's' },
      { tag: 'del' },
      { tag: 'strike' },
      { style: 'text-decoration', getAttrs: (value) => value.includes('line-through') && null },
    ],
  }),
  vertical: {
    attrs: { value: { default: 'super' } },
    parseDOM: [
      { tag: 'sup', attrs: { value: 'super' } },
      { tag: 'sub', attrs: { value: 'sub' } },
    ],
    toDOM: ({ attrs }) => [attrs['value'] === 'sub' ? 'sub' : 'sup', 0],
  },
} satisfies Record<string, MarkSpec>;
