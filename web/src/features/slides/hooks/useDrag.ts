import { type PointerEvent, useRef, useState } from 'react';
import { type Box, POINT } from '../lib/deck';
import type { NewShape, Place } from '../lib/edit';
import { angleAt, type Grip, moved, type Point, type Resized, resized, spanned } from '../lib/geometry';

interface Held {
  key: string;
  box: Box;
  rot: number;
  flipH: boolean;
  flipV: boolean;
}

type Drag = { from: Point; now: Point; even: boolean; far: boolean } & (
  | { is: 'move'; held: Held[] }
  | { is: 'resize'; held: Held; grip: Grip }
  | { is: 'turn'; held: Held }
  | { is: 'draw'; shape: NewShape }
);

export type Began =
  | { is: 'move'; held: Held[] }
  | { is: 'resize'; held: Held; grip: Grip }
  | { is: 'turn'; held: Held }
  | { is: 'draw'; shape: NewShape };

/** Below this a hand has only trembled, in pixels. */
const TREMBLE = 4;

interface DragOptions {
  /** Pixels for a point. */
  scale: number;
  origin: () => DOMRect | undefined;
  onPlace: (places: Map<string, Place>) => void;
  onDraw: (shape: NewShape, drawn: Resized | null, at: Point) => void;
  /** Nothing was moved: it was a click. */
  onClick: () => void;
}

/** Moving, resizing, turning and drawing with mouse, pen or finger. */
export function useDrag({ scale, origin, onPlace, onDraw, onClick }: DragOptions) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const pressed = useRef<Point>({ x: 0, y: 0 });
  const at = (event: PointerEvent): Point => {
    const corner = origin();
    const [left, top] = [corner?.left ?? 0, corner?.top ?? 0];
    return { x: ((event.clientX - left) / scale) * POINT, y: ((event.clientY - top) / scale) * POINT };
  };

  const begin = (event: PointerEvent, what: Began) => {
    const from = at(event);
    pressed.current = { x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ ...what, from, now: from, even: event.shiftKey, far: false });
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!drag) return;
    const { x, y } = pressed.current;
    const far = drag.far || Math.hypot(event.clientX - x, event.clientY - y) > TREMBLE;
    setDrag({ ...drag, now: at(event), even: event.shiftKey, far });
  };
  const onPointerUp = () => {
    if (!drag) return;
    setDrag(null);
    if (drag.is === 'draw') onDraw(drag.shape, drag.far ? drawn(drag) : null, drag.from);
    else if (drag.far) onPlace(placesOf(drag));
    else if (drag.is === 'move') onClick();
  };

  return {
    drafts: drag?.far && drag.is !== 'draw' ? placesOf(drag) : NOTHING,
    drawing: drag?.far && drag.is === 'draw' ? drawn(drag).box : null,
    begin,
    handlers: { onPointerMove, onPointerUp, onPointerCancel: () => setDrag(null) },
  };
}

const NOTHING: ReadonlyMap<string, Place> = new Map();

function drawn({ from, now, even }: Drag): Resized {
  return spanned(from, now, even);
}

function placesOf(drag: Drag): Map<string, Place> {
  const by = { x: drag.now.x - drag.from.x, y: drag.now.y - drag.from.y };
  switch (drag.is) {
    case 'move': {
      // With Shift it stays on its line.
      const along = Math.abs(by.x) > Math.abs(by.y) ? { x: by.x, y: 0 } : { x: 0, y: by.y };
      return new Map(drag.held.map(({ key, box }) => [key, { box: moved(box, drag.even ? along : by) }]));
    }
    case 'resize': {
      const { key, box, rot, flipH, flipV } = drag.held;
      const made = resized(box, rot, drag.grip, by, drag.even);
      return new Map([
        [
          key,
          {
            box: made.box,
            ...(made.flipH && { flipH: !flipH }),
            ...(made.flipV && { flipV: !flipV }),
          },
        ],
      ]);
    }
    case 'turn':
      return new Map([[drag.held.key, { rot: angleAt(drag.held.box, drag.now, drag.even) }]]);
  }
  return new Map();
}
