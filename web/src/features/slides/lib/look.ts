// How things on a slide look: their own values, those of their placeholder, those of the deck.
import type { CSSProperties } from 'react';
import { fontStack } from '@/features/prose';
import {
  type Align,
  type Anchor,
  type Box,
  type Deck,
  type Drawing,
  INSET,
  type Layout,
  type Level,
  POINT,
  type Static,
} from './deck';
import { type Marks, number, type Paragraph, type Row, type Thing, text, truth } from './model';

/** Something to be drawn, with everything said. */
export interface Drawn {
  kind: Thing['kind'];
  box: Box;
  rot: number;
  flipH: boolean;
  flipV: boolean;
  geom: string | null;
  path: { d: string; w: number; h: number } | null;
  fill: string | null;
  line: string | null;
  lineW: number;
  head: boolean;
  tail: boolean;
  media: string | null;
  crop: [number, number, number, number] | null;
  anchor: Anchor;
  inset: [number, number, number, number];
  wrap: boolean;
  scale: number;
  levels: Level[];
  /** Shown where nothing is written yet. */
  prompt: string;
  paragraphs: Paragraph[];
  cols: number[];
  rows: Row[];
  alt: string;
  label: string;
  /** What stands in something that is kept as it is. */
  words: string;
  drawing: Drawing | null;
}

const NOWHERE: Box = { x: 914_400, y: 914_400, w: 3_657_600, h: 914_400 };
const LINE_WIDTH = 9525;

/** How something of a slide is drawn. */
export function drawnOf({ kind, attrs, box, paragraphs, rows }: Thing, layout: Layout | undefined, deck: Deck): Drawn {
  const place = layout?.placeholders[text(attrs['ph']) ?? ''];
  const given: Box | null =
    place?.x != null && place.y != null && place.w != null && place.h != null
      ? { x: place.x, y: place.y, w: place.w, h: place.h }
      : null;
  const levels = place?.levels ?? deck.levels;
  return {
    kind,
    box: box ?? given ?? NOWHERE,
    rot: number(attrs['rot']) ?? (box ? 0 : (place?.rot ?? 0)),
    flipH: truth(attrs['flipH']),
    flipV: truth(attrs['flipV']),
    geom: text(attrs['geom']),
    path: pathOf(attrs),
    fill: paint(text(attrs['fill']) ?? place?.fill),
    line: paint(text(attrs['line']) ?? place?.line),
    lineW: number(attrs['lineW']) ?? LINE_WIDTH,
    head: truth(attrs['head']),
    tail: truth(attrs['tail']),
    media: text(attrs['media']),
    crop: four(text(attrs['crop'])),
    anchor: (text(attrs['anchor']) as Anchor | null) ?? place?.anchor ?? 'top',
    inset: four(text(attrs['inset']) ?? place?.inset ?? INSET) ?? [0, 0, 0, 0],
    wrap: attrs['wrap'] === undefined || truth(attrs['wrap']),
    scale: number(attrs['scale']) ?? 1,
    levels: overridden(levels, attrs),
    prompt: place?.prompt ?? '',
    paragraphs,
    cols: (text(attrs['cols']) ?? '').split(' ').map(Number).filter(Number.isFinite),
    rows,
    alt: text(attrs['alt']) ?? text(attrs['name']) ?? '',
    label: text(attrs['label']) ?? '',
    words: text(attrs['text']) ?? '',
    drawing: deck.drawings[text(attrs['id']) ?? ''] ?? null,
  };
}

/** The colour in which words on a filled shape can be read; nothing where their own can be. */
export function inkOn({ fill, levels }: Drawn): string | null {
  const [level] = levels;
  if (!fill || !level || contrast(fill, level.color) >= 4) return null;
  return contrast(fill, '#ffffff') >= contrast(fill, '#000000') ? '#ffffff' : '#000000';
}

/** As WCAG reckons it, 1 to 21. */
function contrast(one: string, other: string): number {
  const light = (color: string) => {
    const parts = [1, 3, 5].map((at) => {
      const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    const [red = 0, green = 0, blue = 0] = parts;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [a, b] = [light(one), light(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** How something of a layout or a group is drawn. */
export function drawnOfStatic(one: Static, deck: Deck): Drawn {
  const attrs = one as unknown as Record<string, unknown>;
  const { kind, x, y, w, h } = one;
  return {
    ...drawnOf({ kind, attrs, box: { x, y, w, h }, paragraphs: [], rows: [] } as unknown as Thing, undefined, deck),
    paragraphs: (one.paragraphs ?? []).map(({ level, align, bullet, runs }) => ({
      level: level ?? 0,
      align: align ?? null,
      bullet: bullet ?? null,
      pieces: runs.map((run) => ({ is: 'text' as const, text: run.text, marks: marksOfRun(run) })),
    })),
  };
}

function marksOfRun({
  bold,
  italic,
  underline,
  color,
  size,
  font,
}: NonNullable<Static['paragraphs']>[0]['runs'][0]): Marks {
  return {
    ...(bold != null && { bold: bold ? {} : { off: true } }),
    ...(italic != null && { italic: italic ? {} : { off: true } }),
    ...(underline && { underline: {} }),
    ...(color && { color: { value: color } }),
    ...(size != null && { size: { value: size } }),
    ...(font && { font: { value: font } }),
  };
}

function pathOf(attrs: Record<string, unknown>): Drawn['path'] {
  const d = text(attrs['path']);
  const [w, h] = [number(attrs['pathW']), number(attrs['pathH'])];
  return d && w && h ? { d, w, h } : null;
}

function paint(value: string | null | undefined): string | null {
  return value && /^#[0-9a-f]{6}$/i.test(value) ? value : null;
}

function four(value: string | null): [number, number, number, number] | null {
  const [a, b, c, d] = (value ?? '').split(' ').map(Number);
  return [a, b, c, d].every(Number.isFinite) ? [a ?? 0, b ?? 0, c ?? 0, d ?? 0] : null;
}

function overridden(levels: Level[], attrs: Record<string, unknown>): Level[] {
  const said: Partial<Level> = {
    ...(paint(text(attrs['textColor'])) && { color: text(attrs['textColor']) as string }),
    ...(number(attrs['textSize']) && { size: number(attrs['textSize']) as number }),
    ...(text(attrs['textAlign']) && { align: text(attrs['textAlign']) as Align }),
    ...(attrs['textBold'] != null && { bold: truth(attrs['textBold']) }),
  };
  return Object.keys(said).length === 0 ? levels : levels.map((level) => ({ ...level, ...said }));
}

type Attrs = Pick<Paragraph, 'level' | 'align' | 'bullet'>;

/** What stands before each paragraph: bullets, and numbers that count on. */
export function markersOf(paragraphs: (Attrs & { empty: boolean })[], levels: Level[]): string[] {
  const counts: { kind: string; count: number }[] = [];
  return paragraphs.map(({ level, bullet, empty }) => {
    const kind = bullet ?? levels[level]?.bullet ?? 'none';
    counts.length = Math.min(counts.length, level + 1);
    if (!kind.startsWith('auto:')) {
      delete counts[level];
      return empty || !kind.startsWith('char:') ? '' : kind.slice('char:'.length);
    }
    if (empty) return '';
    const before = counts[level];
    const count = before?.kind === kind ? before.count + 1 : 1;
    counts[level] = { kind, count };
    return numbered(kind.slice('auto:'.length), count);
  });
}

const ROMAN: [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

function numbered(kind: string, count: number): string {
  const bare = sign(kind, count);
  if (kind.endsWith('ParenBoth')) return `(${bare})`;
  if (kind.endsWith('ParenR')) return `${bare})`;
  return kind.endsWith('Plain') ? bare : `${bare}.`;
}

function sign(kind: string, count: number): string {
  if (kind.startsWith('alphaLc')) return letters(count);
  if (kind.startsWith('alphaUc')) return letters(count).toUpperCase();
  if (kind.startsWith('romanLc')) return roman(count);
  if (kind.startsWith('romanUc')) return roman(count).toUpperCase();
  return String(count);
}

function letters(count: number): string {
  const letter = String.fromCharCode(97 + ((count - 1) % 26));
  return letter.repeat(Math.floor((count - 1) / 26) + 1);
}

function roman(count: number): string {
  let [left, made] = [count, ''];
  for (const [value, letter] of ROMAN)
    while (left >= value) {
      made += letter;
      left -= value;
    }
  return made;
}

/** A paragraph's style; one pixel is a point, and `--scale` makes all text smaller. */
export function paragraphStyle({ level, align }: Attrs, levels: Level[], first: boolean): CSSProperties {
  const look = levels[level] ?? levels[0];
  if (!look) return {};
  const before = look.before ?? (look.beforePct ?? 0) * look.size;
  return {
    textAlign: align ?? look.align,
    fontSize: `calc(${look.size}px * var(--scale, 1))`,
    // Notes look like the page they stand on.
    ...(look.font !== 'inherit' && { fontFamily: fontStack(look.font) }),
    color: look.color,
    ...(look.bold && { fontWeight: 700 }),
    ...(look.italic && { fontStyle: 'italic' }),
    lineHeight: (look.line ?? 1) * 1.2,
    marginTop: first ? 0 : before,
    paddingLeft: look.indent / POINT,
    textIndent: look.first / POINT,
    ['--hang' as string]: `${Math.max(-look.first, 0) / POINT}px`,
  };
}

/** The style of a stretch of text. */
export function runStyle(marks: Marks): CSSProperties {
  const value = (name: string) => marks[name]?.['value'];
  const state = (name: string) => (marks[name] ? (marks[name]?.['off'] ? 'off' : 'on') : null);
  const lines = [state('underline') === 'on' && 'underline', state('strike') === 'on' && 'line-through'].filter(
    Boolean,
  );
  const color = value('color');
  return {
    ...(state('bold') && { fontWeight: state('bold') === 'on' ? 700 : 400 }),
    ...(state('italic') && { fontStyle: state('italic') === 'on' ? 'italic' : 'normal' }),
    ...(lines.length > 0 && { textDecoration: lines.join(' ') }),
    ...(typeof color === 'string' && paint(color) && { color }),
    ...(number(value('size')) && { fontSize: `calc(${number(value('size'))}px * var(--scale, 1))` }),
    ...(typeof value('font') === 'string' && { fontFamily: fontStack(value('font') as string) }),
    ...(marks['vertical'] && { verticalAlign: value('vertical') === 'sub' ? 'sub' : 'super', fontSize: '0.65em' }),
    ...(marks['link'] && { textDecoration: 'underline' }),
  };
}
