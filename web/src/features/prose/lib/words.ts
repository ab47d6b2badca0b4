// The words that documents and this page share.

export const ALIGNMENTS = ['left', 'center', 'right', 'justify'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];

export const LISTS = ['bullet', 'number'] as const;
export type ListKind = (typeof LISTS)[number];

/** Lists have nine levels. */
export const MAX_LEVEL = 8;

/** A line that is so many times as high as a single one. */
export const lineHeight = (factor: number) => String(Math.round(factor * 120) / 100);

/** Names of the format's highlights, and how they look. */
export const HIGHLIGHTS: Record<string, string> = {
  yellow: '#ffff00',
  green: '#00ff00',
  cyan: '#00ffff',
  magenta: '#ff00ff',
  lightGray: '#c0c0c0',
  red: '#ff0000',
  blue: '#0000ff',
  darkYellow: '#808000',
  darkGreen: '#008000',
  darkCyan: '#008080',
  darkMagenta: '#800080',
  darkGray: '#808080',
  darkRed: '#800000',
  darkBlue: '#000080',
  black: '#000000',
};

/** Colours of text that are offered by name. */
export const COLORS = {
  black: '#000000',
  darkGray: '#595959',
  gray: '#7f7f7f',
  white: '#ffffff',
  darkRed: '#c00000',
  red: '#ff0000',
  orange: '#e36c09',
  gold: '#bf9000',
  green: '#00a650',
  darkGreen: '#375623',
  teal: '#31859b',
  lightBlue: '#0070c0',
  blue: '#1f4e9c',
  darkBlue: '#002060',
  purple: '#7030a0',
} as const;

/** Sizes that are offered, points. */
export const SIZES = [8, 9, 10, 10.5, 11, 12, 14, 16, 18, 20, 24, 28, 32, 36, 48, 60, 72];
export const SMALLEST = 1;
export const LARGEST = 400;

/** Fonts that most programs have. */
export const FONTS = [
  'Arial',
  'Calibri',
  'Cambria',
  'Courier New',
  'Georgia',
  'Liberation Sans',
  'Liberation Serif',
  'Times New Roman',
  'Verdana',
];

/** Ways to write that are on or off. */
export const TOGGLES = ['bold', 'italic', 'underline', 'strike'] as const;
export type Toggle = (typeof TOGGLES)[number];

const SAFE_LINK = /^(?:https?:\/\/|mailto:|tel:|ftp:\/\/)/i;

/** Where a link may lead from here; nothing for what could run. */
export function safeLink(href: unknown): string | null {
  return typeof href === 'string' && SAFE_LINK.test(href.trim()) ? href.trim() : null;
}

/** What somebody typed as the target of a link. */
export function linkOf(typed: string): string | null {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return null;
  if (safeLink(text)) return text;
  if (/^[^@:/]+@[^@:/]+\.[^@:/]+$/.test(text)) return `mailto:${text}`;
  return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:[:/?#]\S*)?$/u.test(text) ? `https://${text}` : null;
}
