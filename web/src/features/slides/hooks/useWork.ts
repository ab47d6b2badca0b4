import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import { notifyError } from '@/shared/notify';
import { type Box, type Deck, type Layout, layoutBehind } from '../lib/deck';
import * as edit from '../lib/edit';
import { moved, type Point, type Resized } from '../lib/geometry';
import { type Drawn, drawnOf } from '../lib/look';
import { boxOfPicture, takePicture } from '../lib/media';
import type { Slide, Thing } from '../lib/model';
import type { Selection } from './useSelection';

/** What one works on, and the verbs that the bar, the keys and the mouse share. */
export interface Work {
  doc: Y.Doc;
  deck: Deck;
  slides: Slide[];
  selection: Selection;
  mayEdit: boolean;
  lookOf: (thing: Thing) => Drawn;
  boxOf: (thing: Thing) => Box;
  newSlide: (at: number, layout?: Layout) => void;
  duplicateSlide: (at: number) => void;
  deleteSlide: (at: number) => void;
  moveSlide: (from: number, to: number) => void;
  hideSlide: (at: number) => void;
  /** Draws a shape where it was dragged, or with a size of its own where it was clicked. */
  draw: (shape: edit.NewShape, drawn: Resized | null, at: Point | null) => string | null;
  addText: (text: string) => void;
  addPicture: (file: Blob & { name?: string }) => Promise<void>;
  place: (places: Map<string, edit.Place>) => void;
  move: (x: number, y: number) => void;
  stretch: (x: number, y: number) => void;
  turn: (by: number) => void;
  remove: () => void;
  duplicate: () => void;
  layer: (to: edit.Layer) => void;
}

interface WorkOptions {
  doc: Y.Doc;
  deck: Deck;
  slides: Slide[];
  selection: Selection;
  mayEdit: boolean;
}

/** Below this nothing can be grasped any more, EMU. */
const SMALLEST = 91_440;

export function useWork({ doc, deck, slides, selection, mayEdit }: WorkOptions): Work {
  const { t } = useTranslation();
  return useMemo(
    () => workOf({ doc, deck, slides, selection, mayEdit }, t),
    [doc, deck, slides, selection, mayEdit, t],
  );
}

function workOf(options: WorkOptions, t: TFunction): Work {
  const { doc, deck, slides, selection } = options;
  const { slide, things } = selection;
  const layout = deck.layouts.find(({ key }) => key === slide?.layout);
  const lookOf = (thing: Thing) => drawnOf(thing, layout, deck);
  const boxOf = (thing: Thing) => lookOf(thing).box;
  const placed = (change: (thing: Thing) => edit.Place) =>
    edit.place(
      doc,
      things.map((thing) => [thing, change(thing)]),
    );
  const accent = deck.theme.colors['accent1'] ?? '#4472c4';
  const colors = { fill: accent, line: deck.theme.colors['dk1'] ?? accent };

  const draw: Work['draw'] = (shape, drawn, at) => {
    if (!slide) return null;
    const box = drawn?.box ?? standard(shape, at, deck);
    const key = edit.addShape(doc, slide, shape, atLeast(box, shape), colors, drawn ?? {});
    selection.select([key]);
    return key;
  };
  return {
    ...options,
    lookOf,
    boxOf,
    newSlide: (at, wanted) =>
      selection.go(edit.addSlide(doc, slides, at, wanted ?? layoutBehind(deck, slides[at]?.layout))),
    duplicateSlide: (at) => selection.go(edit.duplicateSlide(doc, slides, at) ?? undefined),
    deleteSlide: (at) => void edit.deleteSlide(doc, slides, at),
    moveSlide: (from, to) => edit.moveSlide(doc, slides, from, to),
    hideSlide: (at) => {
      const one = slides[at];
      if (one) edit.step(doc, () => edit.set(one.element, { hidden: one.hidden ? null : true }));
    },
    draw,
    addText: (text) => {
      if (!slide) return;
      const key = edit.addShape(doc, slide, 'text', standard('text', null, deck), colors, {}, text);
      selection.select([key]);
    },
    addPicture: async (file) => {
      if (!slide) return;
      try {
        const taken = await takePicture(file);
        const name = file.name ?? t('slides.picture');
        selection.select([edit.addPicture(doc, slide, taken.data, boxOfPicture(taken, deck), name)]);
      } catch (error) {
        notifyError(error, t('slides.noPicture'));
      }
    },
    place: (places) =>
      edit.place(
        doc,
        (slide?.things ?? []).flatMap((thing): [Thing, edit.Place][] => {
          const place = places.get(thing.key);
          return place ? [[thing, place]] : [];
        }),
      ),
    move: (x, y) => placed((thing) => ({ box: moved(boxOf(thing), { x, y }) })),
    stretch: (x, y) =>
      placed((thing) => {
        const box = boxOf(thing);
        return { box: { ...box, w: Math.max(box.w + x, SMALLEST), h: Math.max(box.h + y, SMALLEST) } };
      }),
    turn: (by) => placed((thing) => ({ rot: (lookOf(thing).rot + by + 360) % 360 })),
    remove: () => edit.removeThings(doc, things),
    duplicate: () => {
      if (!slide) return;
      selection.select(
        edit.duplicateThings(
          doc,
          slide,
          things.map((thing) => [thing, boxOf(thing)]),
        ),
      );
    },
    layer: (to) => {
      const [thing] = things;
      if (slide && thing) edit.layer(doc, slide, thing, to);
    },
  };
}

const TEXT_WIDTH = 4_572_000;
const TEXT_HEIGHT = 461_665;
const SIDE = 1_828_800;

/** The size of what nobody drew, at a point or in the middle. */
function standard(shape: edit.NewShape, at: Point | null, deck: Deck): Box {
  const [w, h] = shape === 'text' ? [TEXT_WIDTH, TEXT_HEIGHT] : shape === 'line' ? [SIDE, 0] : [SIDE, (SIDE * 2) / 3];
  const { x, y } = at ?? { x: (deck.width - w) / 2, y: (deck.height - h) / 2 };
  return { x: Math.round(x), y: Math.round(y), w, h: Math.round(h) };
}

function atLeast(box: Box, shape: edit.NewShape): Box {
  if (shape === 'line') return box;
  return { ...box, w: Math.max(box.w, SMALLEST * 2), h: Math.max(box.h, shape === 'text' ? TEXT_HEIGHT : SMALLEST) };
}
