import { useElementSize } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type HTMLAttributes,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { SelectionControl } from '@/shared/list';
import type { Entry, View } from '../types';
import classes from './EntryGrid.module.css';
import { EntryHeading } from './EntryHeading';
import { EntryRow } from './EntryRow';
import { EntryTile } from './EntryTile';

/** What rows and tiles report back. */
export interface EntryHandlers {
  rowProps: (entry: Entry) => HTMLAttributes<HTMLDivElement> & { draggable?: boolean };
  toggle: (key: string) => void;
  renamed: (entry: Entry, title: string | null) => void;
  menu: (entry: Entry, anchor: HTMLElement) => void;
}

interface EntryGridProps {
  entries: Entry[];
  total: number;
  view: View;
  label: string;
  /** Heading of the second column. */
  who: string;
  selection: SelectionControl<Entry>;
  renaming: string | null;
  handlers: EntryHandlers;
  onKeys: (event: React.KeyboardEvent, columns: number) => void;
  onNearEnd: () => void;
}

const ROW = 54;
const TILE_ROW = 208;
const TILE_WIDTH = 184;
const VIRTUAL_FROM = 100;
/** What the toolbar covers at the top. */
const STICKY = 64;

/** The list of a folder, as rows or as tiles; beyond a hundred only what is seen is rendered. */
export function EntryGrid({
  entries,
  total,
  view,
  label,
  who,
  selection,
  renaming,
  handlers,
  onKeys,
  onNearEnd,
}: EntryGridProps) {
  const { ref: sizeRef, width } = useElementSize();
  const box = useRef<HTMLDivElement>(null);
  const tiles = view === 'tiles';
  const columns = tiles ? Math.max(2, Math.floor((width + 16) / TILE_WIDTH)) : 1;
  const lines = Math.ceil(entries.length / columns);
  const virtual = entries.length > VIRTUAL_FROM;
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (virtual && box.current) setTop(box.current.getBoundingClientRect().top + window.scrollY);
  }, [virtual]);
  const virtualizer = useWindowVirtualizer({
    count: lines,
    enabled: virtual,
    estimateSize: () => (tiles ? TILE_ROW : ROW),
    overscan: 8,
    scrollMargin: top,
    scrollPaddingStart: STICKY,
  });
  const items = virtualizer.getVirtualItems();
  const last = virtual ? (items[items.length - 1]?.index ?? 0) : lines;

  useEffect(() => {
    if (last >= lines - 20) onNearEnd();
  }, [last, lines, onNearEnd]);

  // The keyboard moved the cursor: bring it into view and put the focus there.
  const cursor = selection.cursor?.key ?? null;
  const cursorLine = cursor === null ? -1 : Math.floor(entries.findIndex(({ key }) => key === cursor) / columns);
  useEffect(() => {
    const inside = box.current?.contains(document.activeElement) && document.activeElement?.tagName !== 'INPUT';
    if (cursor === null || renaming !== null || !(inside || document.activeElement === document.body)) return;
    if (virtual && cursorLine >= 0) virtualizer.scrollToIndex(cursorLine);
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-key="${cursor}"]`)?.focus({ preventScroll: virtual }),
    );
  }, [cursor, cursorLine, renaming, virtual, virtualizer]);

  const choosing = selection.chosen.length > 0;
  const reachable = cursor ?? entries[0]?.key;
  const common = (entry: Entry) => ({
    entry,
    selected: selection.has(entry.key),
    reachable: entry.key === reachable,
    renaming: renaming === entry.key,
    choosing,
    handlers,
  });
  const line = (index: number): ReactNode => {
    if (!tiles) {
      const entry = entries[index];
      return entry && <EntryRow key={entry.key} index={index} {...common(entry)} />;
    }
    const some = entries.slice(index * columns, (index + 1) * columns);
    return (
      <div key={some[0]?.key} role="row" className={classes.tileLine} style={{ '--columns': columns } as CSSProperties}>
        {some.map((entry) => (
          <EntryTile key={entry.key} {...common(entry)} />
        ))}
      </div>
    );
  };

  return (
    <div ref={sizeRef}>
      <div
        ref={box}
        role="grid"
        tabIndex={-1}
        aria-label={label}
        aria-multiselectable="true"
        aria-rowcount={tiles ? lines : total + 1}
        className={tiles ? classes.tiles : classes.list}
        onKeyDown={(event) => onKeys(event, columns)}
      >
        {!tiles && <EntryHeading who={who} />}
        {virtual ? (
          <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
            {items.map((item) => (
              <div
                key={item.key}
                role="presentation"
                className={classes.slot}
                style={{ transform: `translateY(${item.start - virtualizer.options.scrollMargin}px)` }}
              >
                {line(item.index)}
              </div>
            ))}
          </div>
        ) : (
          Array.from({ length: lines }, (_, index) => line(index))
        )}
      </div>
    </div>
  );
}
