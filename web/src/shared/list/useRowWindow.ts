import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';

interface RowWindow {
  /** The element that holds the lines. */
  box: RefObject<HTMLElement | null>;
  /** Items in the list; several may stand in a line. */
  count: number;
  lines: number;
  /** Height of a line in pixels. */
  height: number;
  /** Key of the item the keyboard stands on, and the line it is in. */
  cursor: string | null;
  cursorLine: number;
  /** An item is being edited in place: the focus is not to be moved. */
  editing?: boolean;
  /** The end is near: time for the next page. */
  onNearEnd: () => void;
}

const VIRTUAL_FROM = 100;
/** What the toolbar covers at the top. */
const STICKY = 64;
const NEAR = 20;

/** Beyond a hundred items only what is seen is rendered; the focus follows the cursor. `null` = render all of them. */
export function useRowWindow({ box, count, lines, height, cursor, cursorLine, editing = false, onNearEnd }: RowWindow) {
  const virtual = count > VIRTUAL_FROM;
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (virtual && box.current) setTop(box.current.getBoundingClientRect().top + window.scrollY);
  }, [virtual, box]);
  const virtualizer = useWindowVirtualizer({
    count: lines,
    enabled: virtual,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin: top,
    scrollPaddingStart: STICKY,
  });
  const items = virtualizer.getVirtualItems();
  const last = virtual ? (items[items.length - 1]?.index ?? 0) : lines;

  useEffect(() => {
    if (last >= lines - NEAR) onNearEnd();
  }, [last, lines, onNearEnd]);

  // The keyboard moved the cursor: bring it into view and put the focus there.
  useEffect(() => {
    const inside = box.current?.contains(document.activeElement) && document.activeElement?.tagName !== 'INPUT';
    if (cursor === null || editing || !(inside || document.activeElement === document.body)) return;
    if (virtual && cursorLine >= 0) virtualizer.scrollToIndex(cursorLine);
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-key="${cursor}"]`)?.focus({ preventScroll: virtual }),
    );
  }, [box, cursor, cursorLine, editing, virtual, virtualizer]);

  if (!virtual) return null;
  return {
    height: virtualizer.getTotalSize(),
    items: items.map(({ key, index, start }) => ({ key, index, top: start - top })),
  };
}
