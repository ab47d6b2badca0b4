// What the server tells of the document besides its text: styles, the page, lists. And how that looks.
import { fontStack } from './marks';
import { ALIGNMENTS, type Alignment, lineHeight } from './words';

/** The look of a style; lengths in points. */
export interface StyleLook {
  fontFamily?: string | null;
  fontSize?: number | null;
  bold?: boolean | null;
  italic?: boolean | null;
  underline?: boolean | null;
  strike?: boolean | null;
  color?: string | null;
  align?: Alignment | null;
  before?: number | null;
  after?: number | null;
  /** Times the height of a single line. */
  line?: number | null;
  indent?: number | null;
  firstLine?: number | null;
}

export interface Style {
  id: string;
  name: string;
  kind: 'paragraph' | 'character';
  basedOn?: string | null;
  /** Style of the paragraph that follows. */
  next?: string | null;
  /** 0 is no heading, or the title. */
  heading?: number | null;
  hidden?: boolean;
  /** Style of the paragraphs that name none. */
  isDefault?: boolean;
  css?: StyleLook;
}

export interface PageLook {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A level of a list; lengths in points. */
export interface ListLevel {
  format: string;
  /** `%1.%2` stands for the numbers of the first and the second level. */
  text: string;
  start?: number;
  indent?: number;
  hanging?: number;
}

export interface Look {
  styles: Style[];
  defaults: StyleLook;
  page: PageLook;
  header: string | null;
  footer: string | null;
  lists: Record<string, ListLevel[]>;
  /** Language of the text, as browsers name it. */
  lang: string | null;
}

/** A sheet of A4, until the server tells more. */
export const PLAIN: Look = {
  styles: [],
  defaults: { fontFamily: 'Calibri', fontSize: 11 },
  page: { width: 595.3, height: 841.9, left: 72, right: 72, top: 72, bottom: 72 },
  header: null,
  footer: null,
  lists: {},
  lang: null,
};

/** Reads the server's message; nothing when it tells of something else. */
export function lookOf(told: unknown): Look | null {
  const prose = (told as { prose?: Partial<Look> } | null)?.prose;
  if (!prose) return null;
  return {
    ...PLAIN,
    ...prose,
    defaults: { ...PLAIN.defaults, ...solid(prose.defaults ?? {}) },
    page: { ...PLAIN.page, ...solid(prose.page ?? {}) },
    styles: prose.styles ?? [],
    lists: prose.lists ?? {},
  };
}

/** Without what is null. */
function solid<T extends object>(from: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(from).filter(([, value]) => value !== null && value !== undefined),
  ) as Partial<T>;
}

/** Styles by their ids, each with everything it takes from those it is based on. */
export class Styles {
  private readonly known: Map<string, Style>;
  private readonly looks = new Map<string, StyleLook>();
  readonly defaults: StyleLook;

  constructor({ styles, defaults }: Pick<Look, 'styles' | 'defaults'>) {
    this.known = new Map(styles.map((style) => [style.id, style]));
    this.defaults = defaults;
  }

  get(id: unknown): Style | undefined {
    return typeof id === 'string' ? this.known.get(id) : undefined;
  }

  /** Style of paragraphs that name none. */
  get usual(): Style | undefined {
    return this.paragraphs.find(({ isDefault }) => isDefault) ?? this.get('Normal');
  }

  /** Those one may choose, headings in their order behind the usual one. */
  get paragraphs(): Style[] {
    return [...this.known.values()].filter(({ kind, hidden }) => kind === 'paragraph' && !hidden);
  }

  heading(level: number): Style | undefined {
    return this.paragraphs.find(({ heading }) => heading === level);
  }

  /** The level of a heading, 1-6 as pages know them. */
  levelOf(id: unknown): number | null {
    const level = this.get(id)?.heading;
    return typeof level === 'number' && level > 0 ? Math.min(level, 6) : null;
  }

  lookOf(id: unknown): StyleLook {
    const style = this.get(id) ?? this.usual;
    if (!style) return this.defaults;
    return { ...this.defaults, ...this.own(style, new Set()) };
  }

  private own(style: Style, seen: Set<string>): StyleLook {
    const known = this.looks.get(style.id);
    if (known || seen.has(style.id)) return known ?? {};
    seen.add(style.id);
    const base = this.get(style.basedOn);
    const look = { ...(base && this.own(base, seen)), ...solid(style.css ?? {}) };
    this.looks.set(style.id, look);
    return look;
  }
}

const COLOR = /^#[0-9a-f]{6}$/i;

/** A look as CSS. */
function declarations(look: StyleLook): string {
  const { fontFamily, fontSize, bold, italic, underline, strike, color, align } = look;
  const lines = [underline && 'underline', strike && 'line-through'].filter(Boolean).join(' ');
  const parts = {
    'font-family': fontFamily ? fontStack(fontFamily) : null,
    'font-size': fontSize ? `${fontSize}pt` : null,
    'font-weight': bold ? '700' : '400',
    'font-style': italic ? 'italic' : 'normal',
    'text-decoration': lines || null,
    color: color && COLOR.test(color) ? color : null,
    'text-align': ALIGNMENTS.find((one) => one === align) ?? null,
    'margin-top': `${look.before ?? 0}pt`,
    'margin-bottom': `${look.after ?? 0}pt`,
    'line-height': look.line ? lineHeight(look.line) : null,
    'margin-left': look.indent ? `${look.indent}pt` : null,
    'text-indent': look.firstLine ? `${look.firstLine}pt` : null,
  };
  return Object.entries(parts)
    .flatMap(([name, value]) => (value ? [`${name}:${value}`] : []))
    .join(';');
}

/** Styles of the document as rules below `scope`. */
export function sheetOf(styles: Styles, all: Style[], scope: string): string {
  const rules = [`${scope} p{${declarations(styles.lookOf(null))}}`];
  for (const { id, kind } of all)
    if (kind === 'paragraph') rules.push(`${scope} p[data-style=${quoted(id)}]{${declarations(styles.lookOf(id))}}`);
  return rules.join('\n');
}

/** A name as a string of CSS, whatever is in it. */
function quoted(name: string): string {
  const safe = name.replace(/[^\w-]/gu, (one) => `\\${(one.codePointAt(0) ?? 0).toString(16)} `);
  return `"${safe}"`;
}
