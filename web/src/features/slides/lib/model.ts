// The shared tree as plain values: what is drawn is read here, and read anew only where it changed.
import * as Y from 'yjs';
import { createStore } from '@/shared/lib/store';
import type { Align, Box } from './deck';

export const TREE = 'slides';

export type Kind = 'shape' | 'picture' | 'table' | 'item';
const KINDS = new Set<string>(['shape', 'picture', 'table', 'item']);

export type Marks = Record<string, Record<string, unknown>>;
export type Piece = { is: 'text'; text: string; marks: Marks } | { is: 'break' } | { is: 'kept'; label: string };

export interface Paragraph {
  level: number;
  align: Align | null;
  bullet: string | null;
  pieces: Piece[];
}

export interface Cell {
  element: Y.XmlElement;
  colspan: number;
  rowspan: number;
  covered: boolean;
  fill: string | null;
  paragraphs: Paragraph[];
}

export interface Row {
  h: number;
  cells: Cell[];
}

export interface Thing {
  kind: Kind;
  element: Y.XmlElement;
  key: string;
  order: string;
  /** Its own place; that of its placeholder when it has none. */
  box: Box | null;
  attrs: Record<string, unknown>;
  /** Where its words are; nothing when it cannot hold any. */
  text: Y.XmlElement | null;
  paragraphs: Paragraph[];
  rows: Row[];
}

export interface Slide {
  element: Y.XmlElement;
  key: string;
  order: string;
  layout: string;
  hidden: boolean;
  bg: string | null;
  things: Thing[];
  notes: Y.XmlElement | null;
  notesParagraphs: Paragraph[];
}

/** Slides of a document, read anew where something changed. */
export class Slides {
  readonly store = createStore<Slide[]>([]);
  readonly root: Y.XmlFragment;
  private readonly known = new Map<Y.XmlElement, Slide>();

  constructor(doc: Y.Doc) {
    this.root = doc.getXmlFragment(TREE);
    this.root.observeDeep(this.changed);
    this.read();
  }

  destroy(): void {
    this.root.unobserveDeep(this.changed);
  }

  private readonly changed = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    for (const { target } of events) {
      let at: Y.AbstractType<unknown> | null = target;
      while (at && at.parent !== this.root) at = at.parent as Y.AbstractType<unknown> | null;
      if (at) this.known.delete(at as unknown as Y.XmlElement);
    }
    this.read();
  };

  private read(): void {
    const found = elements(this.root, 'slide').map((element) => {
      const slide = this.known.get(element) ?? slideOf(element);
      this.known.set(element, slide);
      return slide;
    });
    const there = new Set(found.map(({ element }) => element));
    for (const element of this.known.keys()) if (!there.has(element)) this.known.delete(element);
    this.store.set(() => inOrder(found));
  }
}

export function elements(parent: Y.XmlFragment, ...names: string[]): Y.XmlElement[] {
  return parent
    .toArray()
    .filter((child): child is Y.XmlElement => child instanceof Y.XmlElement && names.includes(child.nodeName));
}

function inOrder<T extends { order: string }>(all: T[]): T[] {
  return all.toSorted((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
}

function slideOf(element: Y.XmlElement): Slide {
  const attrs = attributes(element);
  const notes = elements(element, 'notes')[0] ?? null;
  return {
    element,
    key: text(attrs['key']) ?? '',
    order: text(attrs['order']) ?? '',
    layout: text(attrs['layout']) ?? '',
    hidden: truth(attrs['hidden']),
    bg: text(attrs['bg']),
    things: inOrder(elements(element, ...KINDS).map(thingOf)),
    notes,
    notesParagraphs: notes ? paragraphsOf(notes) : [],
  };
}

function thingOf(element: Y.XmlElement): Thing {
  const attrs = attributes(element);
  const [x, y, w, h] = ['x', 'y', 'w', 'h'].map((name) => number(attrs[name]));
  const words = elements(element, 'text')[0] ?? null;
  return {
    kind: element.nodeName as Kind,
    element,
    key: text(attrs['key']) ?? '',
    order: text(attrs['order']) ?? '',
    box: x != null && y != null && w != null && h != null ? { x, y, w, h } : null,
    attrs,
    text: words,
    paragraphs: words ? paragraphsOf(words) : [],
    rows: elements(element, 'row').map(rowOf),
  };
}

function rowOf(element: Y.XmlElement): Row {
  return {
    h: number(attributes(element)['h']) ?? 0,
    cells: elements(element, 'cell').map((cell) => {
      const attrs = attributes(cell);
      return {
        element: cell,
        colspan: number(attrs['colspan']) ?? 1,
        rowspan: number(attrs['rowspan']) ?? 1,
        covered: truth(attrs['covered']),
        fill: text(attrs['fill']),
        paragraphs: paragraphsOf(cell),
      };
    }),
  };
}

export function paragraphsOf(parent: Y.XmlElement): Paragraph[] {
  return elements(parent, 'paragraph').map((element) => {
    const attrs = attributes(element);
    return {
      level: Math.min(Math.max(number(attrs['level']) ?? 0, 0), 8),
      align: text(attrs['align']) as Align | null,
      bullet: text(attrs['bullet']),
      pieces: element.toArray().flatMap(piecesOf),
    };
  });
}

function piecesOf(child: Y.XmlElement | Y.XmlText | Y.XmlHook): Piece[] {
  if (child instanceof Y.XmlText)
    return (child.toDelta() as { insert: unknown; attributes?: Marks }[]).map(({ insert, attributes: marks }) => ({
      is: 'text',
      text: typeof insert === 'string' ? insert : '',
      marks: named(marks ?? {}),
    }));
  if (!(child instanceof Y.XmlElement)) return [];
  if (child.nodeName === 'hard_break') return [{ is: 'break' }];
  return [{ is: 'kept', label: text(attributes(child)['label']) ?? '' }];
}

/** Marks that stand several times on one text have a hash behind their name. */
function named(marks: Marks): Marks {
  return Object.fromEntries(Object.entries(marks).map(([name, value]) => [name.replace(/--.*$/, ''), value]));
}

export function attributes(element: Y.XmlElement): Record<string, unknown> {
  return element.getAttributes() as Record<string, unknown>;
}

export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function number(value: unknown): number | null {
  const read = typeof value === 'string' ? Number.parseFloat(value) : typeof value === 'bigint' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
}

export function truth(value: unknown): boolean {
  return value === true || value === 'true' || value === '1';
}

/** The words of paragraphs, one a line. */
export function wordsOf(paragraphs: Paragraph[]): string {
  return paragraphs
    .map(({ pieces }) =>
      pieces.map((piece) => (piece.is === 'text' ? piece.text : piece.is === 'break' ? '\n' : '')).join(''),
    )
    .join('\n');
}

/** All words of something on a slide. */
export function wordsIn({ paragraphs, rows, attrs, kind }: Thing): string {
  if (kind === 'table')
    return rows.map(({ cells }) => cells.map((cell) => wordsOf(cell.paragraphs)).join('\t')).join('\n');
  return kind === 'item' ? (text(attrs['text']) ?? '') : wordsOf(paragraphs);
}

const TITLES = /^(?:title|ctrTitle)\b/;

/** What a slide is called: its title, else its first words. */
export function titleOf({ things }: Slide): string {
  const title = things.find(({ attrs }) => TITLES.test(text(attrs['ph']) ?? ''));
  const said = (thing: Thing | undefined) => (thing ? wordsIn(thing).trim().split('\n')[0]?.trim() : '') ?? '';
  return said(title) || said(things.find((thing) => said(thing) !== ''));
}

/** Everything that is written in a document, for who has to save it by hand. */
export function wordsOfAll(slides: Slide[]): string {
  return slides
    .map((slide) => [...slide.things.map(wordsIn), wordsOf(slide.notesParagraphs)].filter(Boolean).join('\n'))
    .join('\n\n');
}
