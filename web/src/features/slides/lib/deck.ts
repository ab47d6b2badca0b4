// What the server tells of a presentation beside its shared tree: size, theme, layouts, and what is drawn of them.

/** One unit of the page is a point: so many EMU. */
export const POINT = 12700;
export const LEVELS = 9;

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export type Align = 'left' | 'center' | 'right' | 'justify';
export type Anchor = 'top' | 'middle' | 'bottom';

/** How text of a level looks where nothing else is said; lengths in EMU, sizes in points. */
export interface Level {
  size: number;
  color: string;
  bold: boolean;
  italic: boolean;
  align: Align;
  font: string;
  /** `none`, `char:•`, `auto:arabicPeriod`. */
  bullet: string;
  indent: number;
  first: number;
  before: number | null;
  beforePct: number | null;
  line: number | null;
}

export interface Placeholder extends Partial<Box> {
  offer: boolean;
  rot: number;
  anchor: Anchor;
  inset: string;
  fill: string | null;
  line: string | null;
  prompt: string;
  levels: Level[];
}

export interface Run {
  text: string;
  bold?: boolean | null;
  italic?: boolean | null;
  underline?: boolean | null;
  color?: string | null;
  size?: number | null;
  font?: string | null;
}

/** What a layout or a group shows: drawn, never touched. */
export interface Static extends Box {
  kind: 'shape' | 'picture';
  rot?: number | null;
  flipH?: boolean | null;
  flipV?: boolean | null;
  geom?: string | null;
  path?: string | null;
  pathW?: number | null;
  pathH?: number | null;
  fill?: string | null;
  line?: string | null;
  lineW?: number | null;
  media?: string | null;
  crop?: string | null;
  anchor?: Anchor | null;
  inset?: string | null;
  textColor?: string | null;
  textSize?: number | null;
  textAlign?: Align | null;
  textBold?: boolean | null;
  paragraphs?: { level?: number | null; align?: Align | null; bullet?: string | null; runs: Run[] }[] | null;
}

export interface Layout {
  key: string;
  name: string;
  kind: string;
  bg: string | null;
  bgMedia: string | null;
  shapes: Static[];
  placeholders: Record<string, Placeholder>;
}

export interface Drawing extends Box {
  shapes: Static[];
}

export interface Deck {
  width: number;
  height: number;
  theme: { colors: Record<string, string>; major: string; minor: string };
  layouts: Layout[];
  levels: Level[];
  drawings: Record<string, Drawing>;
}

const LEVEL: Level = {
  size: 18,
  color: '#000000',
  bold: false,
  italic: false,
  align: 'left',
  font: 'Calibri',
  bullet: 'none',
  indent: 0,
  first: 0,
  before: null,
  beforePct: null,
  line: null,
};

export const INSET = '91440 45720 91440 45720';

/** Until the server has told anything. */
export const PLAIN: Deck = {
  width: 12_192_000,
  height: 6_858_000,
  theme: { colors: {}, major: 'Calibri', minor: 'Calibri' },
  layouts: [],
  levels: levelsOf(undefined),
  drawings: {},
};

type Told = { slides?: Partial<Deck> } | null;

/** The deck out of a message; nothing when it speaks of something else. */
export function deckOf(told: unknown): Deck | null {
  const { slides } = (told as Told) ?? {};
  if (!slides) return null;
  return {
    width: slides.width || PLAIN.width,
    height: slides.height || PLAIN.height,
    theme: { ...PLAIN.theme, ...slides.theme },
    layouts: (slides.layouts ?? []).map(layoutOf),
    levels: levelsOf(slides.levels),
    drawings: slides.drawings ?? {},
  };
}

function layoutOf(told: Layout): Layout {
  const placeholders = Object.entries(told.placeholders ?? {}).map(([key, one]): [string, Placeholder] => [
    key,
    {
      ...one,
      offer: one.offer ?? false,
      rot: one.rot ?? 0,
      anchor: one.anchor ?? 'top',
      inset: one.inset ?? INSET,
      fill: one.fill ?? null,
      line: one.line ?? null,
      prompt: one.prompt ?? '',
      levels: levelsOf(one.levels),
    },
  ]);
  return {
    key: told.key,
    name: told.name ?? '',
    kind: told.kind ?? '',
    bg: told.bg ?? null,
    bgMedia: told.bgMedia ?? null,
    shapes: told.shapes ?? [],
    placeholders: Object.fromEntries(placeholders),
  };
}

function levelsOf(told: Partial<Level>[] | undefined): Level[] {
  return Array.from({ length: LEVELS }, (_, index) => {
    const said = Object.entries(told?.[index] ?? {}).filter(([, value]) => value !== null && value !== undefined);
    return { ...LEVEL, ...Object.fromEntries(said) };
  });
}

/** The layout of a new slide behind one of this layout: a title is followed by text. */
export function layoutBehind(deck: Deck, key: string | undefined): Layout | undefined {
  const here = deck.layouts.find((layout) => layout.key === key);
  if (here && here.kind !== 'title') return here;
  return deck.layouts.find(({ kind }) => kind === 'obj' || kind === 'tx') ?? here ?? deck.layouts[0];
}
