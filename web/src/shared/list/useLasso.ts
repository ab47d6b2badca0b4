import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { type Area, between } from './geometry';

interface Lasso {
  /** The element that holds the lines. */
  lines: RefObject<HTMLElement | null>;
  /** The rectangle has changed; pixels from the top left corner of the lines. */
  onArea: (area: Area, adding: boolean) => void;
  onBegin: () => void;
  /** A click beside everything. */
  onMiss: () => void;
}

/** Pixels the mouse may tremble before a press becomes a rectangle. */
const SLACK = 5;
/** So near to the edge of the window the list scrolls along. */
const EDGE = 48;
const SCROLL = 14;

/** What is for something else: controls, and what is taken in hand to be moved. */
const TAKEN = 'a, button, input, label, textarea, [contenteditable], [data-grip], [role="row"][aria-selected="true"] *';

/** True where a press of the mouse begins a rectangle: beside the items, and on the empty parts of a row. */
function isFree(target: EventTarget | null, list: HTMLElement, y: number): boolean {
  if (!(target instanceof Element) || target.closest(TAKEN)) return false;
  const page = list.closest('main');
  return page?.contains(target) === true && y >= list.getBoundingClientRect().top;
}

/** A rectangle drawn with the mouse, to choose what it touches. Returns it while it is drawn. */
export function useLasso({ lines, onArea, onBegin, onMiss }: Lasso): Area | null {
  const [area, setArea] = useState<Area | null>(null);
  const begin = useEffectEvent(onBegin);
  const change = useEffectEvent(onArea);
  const miss = useEffectEvent(onMiss);

  useEffect(() => {
    let from: { x: number; y: number } | null = null;
    let drawn = false;
    let pointer = { x: 0, y: 0, adding: false };
    let frame = 0;

    const inLines = ({ x, y }: { x: number; y: number }) => {
      const box = lines.current?.getBoundingClientRect();
      return { x: x - (box?.left ?? 0), y: y - (box?.top ?? 0) };
    };
    const draw = () => {
      if (!from) return;
      const next = between(from, inLines(pointer));
      setArea(next);
      change(next, pointer.adding);
    };
    const follow = () => {
      const by = pointer.y < EDGE ? -SCROLL : pointer.y > window.innerHeight - EDGE ? SCROLL : 0;
      if (by !== 0) {
        window.scrollBy(0, by);
        draw();
      }
      frame = requestAnimationFrame(follow);
    };
    const down = (event: PointerEvent) => {
      const list = lines.current;
      if (event.button !== 0 || event.pointerType === 'touch' || !list) return;
      if (!isFree(event.target, list, event.clientY)) return;
      from = inLines({ x: event.clientX, y: event.clientY });
      drawn = false;
    };
    const move = (event: PointerEvent) => {
      if (!from) return;
      pointer = { x: event.clientX, y: event.clientY, adding: event.ctrlKey || event.metaKey || event.shiftKey };
      const now = inLines(pointer);
      if (!drawn && Math.hypot(now.x - from.x, now.y - from.y) < SLACK) return;
      if (!drawn) {
        drawn = true;
        begin();
        window.getSelection()?.removeAllRanges();
        frame = requestAnimationFrame(follow);
      }
      event.preventDefault();
      draw();
    };
    const stop = () => {
      cancelAnimationFrame(frame);
      from = null;
      setArea(null);
    };
    const up = (event: PointerEvent) => {
      if (!from) return;
      const onItem = event.target instanceof Element && event.target.closest('[data-key]') !== null;
      if (drawn) {
        // The click that follows is the end of the rectangle, not a click on what lies under it.
        const swallow = (click: MouseEvent) => click.stopPropagation();
        window.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
      } else if (!onItem) miss();
      stop();
    };
    // A rectangle that begins on a row must not carry the row away.
    const keep = (event: DragEvent) => {
      if (!from) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('pointerdown', down);
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
    window.addEventListener('pointercancel', stop);
    window.addEventListener('dragstart', keep, true);
    return () => {
      window.removeEventListener('pointerdown', down);
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', stop);
      window.removeEventListener('dragstart', keep, true);
      cancelAnimationFrame(frame);
    };
  }, [lines]);

  return area;
}
