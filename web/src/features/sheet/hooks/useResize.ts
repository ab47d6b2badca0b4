import { type CSSProperties, type PointerEvent, useState } from 'react';
import type { Axis } from '../lib/deeds';
import { charactersOf, HEAD, MARGIN, pointsOf } from '../lib/metrics';
import type { Layout } from '../lib/window';

/** Smaller than this, in pixels, a line is hidden. */
const HIDDEN = 6;

/** Rows and columns are made larger and smaller by their edges. */
export function useResize(layout: Layout, onSize: (axis: Axis, size: number | null, lines: [number, number]) => void) {
  const [mark, setMark] = useState<CSSProperties | null>(null);

  /** Whether an edge was taken hold of. */
  const begin = (event: PointerEvent): boolean => {
    const edge = (event.target as HTMLElement).closest<HTMLElement>('[data-edge]');
    if (!edge) return false;
    event.preventDefault();
    const axis = edge.dataset['edge'] as Axis;
    const line = Number(edge.dataset['at']);
    const across = axis === 'columns';
    const lines = across ? layout.columns : layout.rows;
    const [from, before] = [across ? event.clientX : event.clientY, lines.size(line)];
    const sizeAt = (at: { clientX: number; clientY: number }) =>
      Math.max(before + (across ? at.clientX : at.clientY) - from, 0);
    const show = (size: number) => {
      const end = lines.start(line) + size;
      setMark(
        across
          ? { left: MARGIN + end, top: 0, width: 2, height: '100%' }
          : { top: HEAD + end, left: 0, height: 2, width: '100%' },
      );
    };
    const move = (at: globalThis.PointerEvent) => show(sizeAt(at));
    const up = (at: globalThis.PointerEvent) => {
      edge.removeEventListener('pointermove', move);
      edge.removeEventListener('pointerup', up);
      setMark(null);
      const size = sizeAt(at);
      if (size === before || at.type !== 'pointerup') return;
      const told = size < HIDDEN ? 0 : across ? charactersOf(size) : pointsOf(size);
      onSize(axis, told, [line, line]);
    };
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener('pointermove', move);
    edge.addEventListener('pointerup', up);
    show(before);
    return true;
  };

  return { begin, mark };
}
