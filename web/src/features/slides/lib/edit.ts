// What one does to slides and to what is on them: each verb is one step of undo.
import * as Y from 'yjs';
import type { Anchor, Box, Layout } from './deck';
import { attributes, elements, type Marks, paragraphsOf, type Slide, type Thing, TREE } from './model';
import { between, newKey } from './order';

/** Changes made here, not by typing: what undo looks for. */
export const HERE = 'slides';

export type Value = string | number | boolean | Uint8Array;
type Attrs = Record<string, Value | null | undefined>;

/** All as one step, of undo and for the others. */
export function step(doc: Y.Doc, change: () => void): void {
  doc.transact(change, HERE);
}

export function set(element: Y.XmlElement, attrs: Attrs): void {
  const loose = element as unknown as Y.XmlElement<Record<string, Value>>;
  const before = attributes(element);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === undefined || value === before[name]) continue;
    if (value !== null) loose.setAttribute(name, value);
    else if (name in before) element.removeAttribute(name);
  }
}

function made(name: string, attrs: Attrs, children: (Y.XmlElement | Y.XmlText)[] = []): Y.XmlElement {
  const element = new Y.XmlElement(name);
  const loose = element as unknown as Y.XmlElement<Record<string, Value>>;
  for (const [key, value] of Object.entries(attrs)) if (value != null) loose.setAttribute(key, value);
  if (children.length > 0) element.insert(0, children);
  return element;
}

/** Words as paragraphs, one a line. */
function wordsOfLines(words: string, attrs: Attrs = {}): Y.XmlElement {
  const paragraphs = words.split('\n').map((line) => made('paragraph', attrs, line ? [new Y.XmlText(line)] : []));
  return made('text', {}, paragraphs);
}

/** A copy that belongs to nobody yet: formats and names of origin stay. */
export function copied(element: Y.XmlElement): Y.XmlElement {
  const copy = new Y.XmlElement(element.nodeName);
  const loose = copy as unknown as Y.XmlElement<Record<string, Value>>;
  for (const [key, value] of Object.entries(attributes(element))) loose.setAttribute(key, value as Value);
  copy.insert(
    0,
    element.toArray().map((child) => {
      if (child instanceof Y.XmlElement) return copied(child);
      const text = new Y.XmlText();
      text.applyDelta((child as Y.XmlText).toDelta());
      return text;
    }),
  );
  return copy;
}

// Slides

const append = (parent: Y.XmlFragment, child: Y.XmlElement) => parent.insert(parent.length, [child]);

/** A slide of a layout behind another one; gives its key. */
export function addSlide(doc: Y.Doc, slides: Slide[], at: number, layout: Layout | undefined): string {
  const key = newKey();
  const places = Object.entries(layout?.placeholders ?? {}).filter(([, { offer }]) => offer);
  let order = '';
  const shapes = places.map(([ph]) => {
    order = between(order || undefined, undefined);
    return made('shape', { key: newKey(), order, ph }, [wordsOfLines('')]);
  });
  step(doc, () => {
    const slide = made(
      'slide',
      { key, order: orderAt(slides, at + 1), layout: layout?.key ?? slides[at]?.layout },
      shapes,
    );
    append(doc.getXmlFragment(TREE), slide);
  });
  return key;
}

export function duplicateSlide(doc: Y.Doc, slides: Slide[], at: number): string | null {
  const slide = slides[at];
  if (!slide) return null;
  const key = newKey();
  step(doc, () => {
    const copy = copied(slide.element);
    append(doc.getXmlFragment(TREE), copy);
    set(copy, { key, order: orderAt(slides, at + 1) });
  });
  return key;
}

/** Takes a slide away; the last one stays. */
export function deleteSlide(doc: Y.Doc, slides: Slide[], at: number): boolean {
  const slide = slides[at];
  if (!slide || slides.length < 2) return false;
  step(doc, () => remove(slide.element));
  return true;
}

/** Brings a slide to another place; `to` counts without it. */
export function moveSlide(doc: Y.Doc, slides: Slide[], from: number, to: number): void {
  const slide = slides[from];
  if (!slide || from === to || to < 0 || to >= slides.length) return;
  const others = slides.toSpliced(from, 1);
  step(doc, () => set(slide.element, { order: orderAt(others, to) }));
}

function orderAt(all: { order: string }[], at: number): string {
  return between(all[at - 1]?.order, all[at]?.order);
}

function remove(element: Y.XmlElement): void {
  const { parent } = element;
  if (!(parent instanceof Y.XmlFragment)) return;
  const at = parent.toArray().indexOf(element);
  if (at >= 0) parent.delete(at, 1);
}

/** The pane of notes needs something to write into. */
export function notesOf(doc: Y.Doc, slide: Slide): Y.XmlElement {
  const there = elements(slide.element, 'notes')[0];
  if (there) return there;
  const notes = made('notes', {}, [made('paragraph', {})]);
  step(doc, () => append(slide.element, notes));
  return notes;
}

// Things on a slide

export type NewShape =
  | 'text'
  | 'rect'
  | 'roundRect'
  | 'ellipse'
  | 'triangle'
  | 'diamond'
  | 'star5'
  | 'rightArrow'
  | 'wedgeRectCallout'
  | 'line';

export interface Colors {
  fill: string;
  line: string;
}

const LINE_WIDTH = 19_050;

export function addShape(
  doc: Y.Doc,
  slide: Slide,
  kind: NewShape,
  box: Box,
  colors: Colors,
  flips: { flipH?: boolean; flipV?: boolean } = {},
  words = '',
): string {
  const key = newKey();
  const attrs = { key, order: orderAt(slide.things, slide.things.length), ...box };
  const looks: Attrs =
    kind === 'text'
      ? { geom: 'rect', textBox: true }
      : kind === 'line'
        ? {
            geom: 'line',
            line: colors.line,
            lineW: LINE_WIDTH,
            flipH: flips.flipH || null,
            flipV: flips.flipV || null,
          }
        : { geom: kind, fill: colors.fill, line: 'none', anchor: 'middle' };
  // Words stand in the middle of a shape, and begin a text box on the left.
  const text = kind === 'line' ? [] : [wordsOfLines(words, kind === 'text' ? {} : { align: 'center' })];
  step(doc, () => append(slide.element, made('shape', { ...attrs, ...looks }, text)));
  return key;
}

/** A picture and what it shows: the bytes stand beside the slides, since others may show them, too. */
export function addPicture(doc: Y.Doc, slide: Slide, data: Uint8Array, box: Box, name: string): string {
  const key = newKey();
  const media = `m-${newKey()}`;
  step(doc, () => {
    append(doc.getXmlFragment(TREE), made('media', { key: media, data }));
    const attrs = { key, order: orderAt(slide.things, slide.things.length), ...box, media, name };
    append(slide.element, made('picture', attrs));
  });
  return key;
}

export interface Place {
  box?: Box;
  rot?: number;
  flipH?: boolean;
  flipV?: boolean;
}

export function isFixed({ attrs }: Thing): boolean {
  return attrs['fixed'] === true;
}

export function place(doc: Y.Doc, changes: [Thing, Place][]): void {
  const free = changes.filter(([thing]) => !isFixed(thing));
  if (free.length === 0) return;
  step(doc, () => {
    for (const [{ element }, { box, rot, flipH, flipV }] of free)
      set(element, {
        ...box,
        ...(rot !== undefined && { rot: rot === 0 && attributes(element)['rot'] === undefined ? undefined : rot }),
        ...(flipH !== undefined && { flipH: flipH || null }),
        ...(flipV !== undefined && { flipV: flipV || null }),
      });
  });
}

export function setAll(doc: Y.Doc, things: Thing[], attrs: Attrs): void {
  step(doc, () => {
    for (const { element } of things) set(element, attrs);
  });
}

export function setAnchor(doc: Y.Doc, things: Thing[], anchor: Anchor): void {
  setAll(
    doc,
    things.filter((thing) => thing.text),
    { anchor },
  );
}

export function removeThings(doc: Y.Doc, things: Thing[]): void {
  step(doc, () => {
    for (const { element } of things) remove(element);
  });
}

/** How far a copy lies from what it is a copy of. */
const ASIDE = 228_600;

export function duplicateThings(doc: Y.Doc, slide: Slide, pairs: [Thing, Box][]): string[] {
  let { order } = slide.things.at(-1) ?? { order: undefined };
  const keys: string[] = [];
  step(doc, () => {
    for (const [{ element, attrs }, box] of pairs) {
      const key = newKey();
      order = between(order, undefined);
      const copy = copied(element);
      append(slide.element, copy);
      const aside = attrs['fixed'] === true ? {} : { ...box, x: box.x + ASIDE, y: box.y + ASIDE };
      set(copy, { key, order, ...aside });
      keys.push(key);
    }
  });
  return keys;
}

export type Layer = 'front' | 'forward' | 'backward' | 'back';

/** Over or under the others. */
export function layer(doc: Y.Doc, slide: Slide, thing: Thing, to: Layer): void {
  const at = slide.things.indexOf(thing);
  const others = slide.things.toSpliced(at, 1);
  const next = { front: others.length, back: 0, forward: at + 1, backward: at - 1 }[to];
  if (at < 0 || next === at || next < 0 || next > others.length) return;
  step(doc, () => set(thing.element, { order: orderAt(others, next) }));
}

// Words, all of a thing at once

/** Every place for words of something. */
export function wordPlaces({ text, rows }: Thing): Y.XmlElement[] {
  return [...(text ? [text] : []), ...rows.flatMap(({ cells }) => cells.map(({ element }) => element))];
}

/** A mark on everything that is written there; nothing takes it away. */
export function formatAll(doc: Y.Doc, things: Thing[], name: string, value: Record<string, Value | null> | null): void {
  step(doc, () => {
    for (const place of things.flatMap(wordPlaces))
      for (const paragraph of elements(place, 'paragraph'))
        for (const child of paragraph.toArray())
          if (child instanceof Y.XmlText && child.length > 0) child.format(0, child.length, { [name]: value });
  });
}

export function paragraphsAll(doc: Y.Doc, things: Thing[], attrs: Attrs): void {
  step(doc, () => {
    for (const place of things.flatMap(wordPlaces))
      for (const paragraph of elements(place, 'paragraph')) set(paragraph, attrs);
  });
}

/** The marks that all text of things has in common, and the first paragraph. */
export function commonLook(things: Thing[]): { marks: Marks; first: ReturnType<typeof paragraphsOf>[0] | null } {
  const paragraphs = things.flatMap(wordPlaces).flatMap(paragraphsOf);
  const texts = paragraphs.flatMap(({ pieces }) => pieces.filter((piece) => piece.is === 'text'));
  const same = (name: string, value: unknown) =>
    texts.every(({ marks }) => JSON.stringify(marks[name]) === JSON.stringify(value));
  const marks = Object.entries(texts[0]?.marks ?? {}).filter(([name, value]) => same(name, value));
  return { marks: Object.fromEntries(marks), first: paragraphs[0] ?? null };
}

// Rows of tables

export function addRow(doc: Y.Doc, { element }: Thing, at: number): void {
  const rows = elements(element, 'row');
  const row = rows[at];
  if (!row) return;
  const cells = elements(row, 'cell').map(() => made('cell', {}, [made('paragraph', {})]));
  step(doc, () => {
    const index = element.toArray().indexOf(row);
    element.insert(index + 1, [made('row', { h: Number(attributes(row)['h']) || 370_840 }, cells)]);
  });
}

export function removeRow(doc: Y.Doc, { element }: Thing, at: number): void {
  const rows = elements(element, 'row');
  const row = rows[at];
  if (!row || rows.length < 2) return;
  step(doc, () => remove(row));
}
