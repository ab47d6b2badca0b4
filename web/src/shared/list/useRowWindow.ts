import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

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
  /** These lines are in sight: time to load what is missing there. */
  onSeen: (first: number, last: number) => void;
}

const VIRTUAL_FROM = 100;
/** What the toolbar covers at the top. */
const STICKY = 64;

/** Beyond a hundred items only what is seen is rendered; the focus follows the cursor. `null` = render all of them. */
export function useRowWindow({ box, count, lines, height, cursor, cursorLine, editing = false, onSeen }: RowWindow) {
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
  // Another look has lines of another height.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `height` stands for what was measured
  useEffect(() => virtualizer.measure(), [virtualizer, height]);
  const items = virtualizer.getVirtualItems();
  const first = virtual ? (items[0]?.index ?? 0) : 0;
  const last = virtual ? (items[items.length - 1]?.index ?? 0) : lines - 1;

  useEffect(() => onSeen(first, last), [first, last, onSeen]);

  // The keyboard moved the cursor: bring it into view and put the focus there. One that only scrolled away and is back stays.
  const before = useRef<{ cursor: string | null; editing: boolean }>({ cursor: null, editing: false });
  useEffect(() => {
    const edited = before.current.editing && !editing;
    before.current.editing = editing;
    if (cursor === before.current.cursor && !edited) return;
    const inside = box.current?.contains(document.activeElement) && document.activeElement?.tagName !== 'INPUT';
    if (cursor === null || editing || !(inside || document.activeElement === document.body)) return;
    before.current.cursor = cursor;
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
