import { useElementSize } from '@mantine/hooks';
import { type CSSProperties, type HTMLAttributes, type ReactNode, useRef } from 'react';
import { type SelectionControl, useRowWindow } from '@/shared/list';
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
  const cursor = selection.cursor?.key ?? null;
  const cursorLine = cursor === null ? -1 : Math.floor(entries.findIndex(({ key }) => key === cursor) / columns);
  const seen = useRowWindow({
    box,
    count: entries.length,
    lines,
    height: tiles ? TILE_ROW : ROW,
    cursor,
    cursorLine,
    editing: renaming !== null,
    onNearEnd,
  });

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
        {seen ? (
          <div role="presentation" style={{ height: seen.height, position: 'relative' }}>
            {seen.items.map(({ key, index, top }) => (
              <div key={key} role="presentation" className={classes.slot} style={{ transform: `translateY(${top}px)` }}>
                {line(index)}
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
