import { useMemo, useState } from 'react';
import { MAX_COLUMNS, MAX_ROWS, type Place, type Range, rangeOf } from '../lib/address';

export interface Selection {
  /** The cell that is typed into. */
  active: Place;
  /** The other corner of what is selected. */
  end: Place;
  range: Range;
  go: (place: Place, extend?: boolean) => void;
  move: (rows: number, columns: number, extend?: boolean) => void;
  select: (active: Place, end: Place) => void;
  /** Goes along with cells that move; where one is gone, the place stays. */
  follow: (moved: (place: Place) => Place | null) => void;
}

function held({ row, column }: Place): Place {
  return {
    row: Math.min(Math.max(row, 0), MAX_ROWS - 1),
    column: Math.min(Math.max(column, 0), MAX_COLUMNS - 1),
  };
}

/** Which cells are meant. */
export function useSelection(): Selection {
  const [{ active, end }, set] = useState({ active: { row: 0, column: 0 }, end: { row: 0, column: 0 } });
  return useMemo(
    () => ({
      active,
      end,
      range: rangeOf(active, end),
      go: (place, extend = false) =>
        set((before) => ({ active: extend ? before.active : held(place), end: held(place) })),
      move: (rows, columns, extend = false) =>
        set((before) => {
          const from = extend ? before.end : before.active;
          const to = held({ row: from.row + rows, column: from.column + columns });
          return { active: extend ? before.active : to, end: to };
        }),
      select: (first, last) => set({ active: held(first), end: held(last) }),
      follow: (moved) =>
        set((before) => ({ active: moved(before.active) ?? before.active, end: moved(before.end) ?? before.end })),
    }),
    [active, end],
  );
}
