import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Range } from '../lib/address';
import type { Book, SheetInfo } from '../lib/book';
import { toCsv } from '../lib/csv';
import type { Axis, Dress } from '../lib/deeds';
import { hasHeading, held, regionAround } from '../lib/region';
import type { Selection } from './useSelection';

/** What can be done to what is selected. */
export interface Deeds {
  dress: (dress: Dress) => void;
  /** Switches a look on, or off where the active cell has it. */
  toggle: (what: 'bold' | 'italic' | 'underline' | 'strike' | 'wrap') => void;
  merge: (together: boolean) => void;
  insert: (axis: Axis, behind: boolean) => void;
  remove: (axis: Axis) => void;
  size: (axis: Axis, size: number | null, lines?: [number, number]) => void;
  freeze: (on: boolean) => void;
  sort: (descending: boolean, column?: number) => void;
  /** Sets a filter over what hangs together, or takes it away. */
  filter: (on: boolean) => void;
  choose: (column: number, values: string[] | null) => void;
  /** The sheet as comma-separated values; nothing when it could not be read. */
  csv: () => Promise<string | null>;
}

export function useDeeds(book: Book, sheet: number, info: SheetInfo | undefined, selection: Selection): Deeds {
  const { t } = useTranslation();
  const { range, active } = selection;
  return useMemo(() => {
    const area = (cells: Range) => ({ sheet, ...cells });
    const end = () => book.extent(sheet);
    const lines = (axis: Axis): [number, number] =>
      axis === 'rows' ? [range.top, range.bottom] : [range.left, range.right];
    const single = range.top === range.bottom && range.left === range.right;
    /** What is selected, or what hangs together with one cell. */
    const meant = async (): Promise<Range | null> => {
      if (!single) return held(range, end());
      return (await book.read(sheet, 0, end().row)) ? regionAround(book, sheet, active) : null;
    };
    const deeds: Deeds = {
      dress: (dress) => void book.perform({ do: 'dress', area: area(range), dress }),
      toggle: (what) => deeds.dress({ [what]: !book.lookOf(sheet, active)?.[what] }),
      merge: (together) => void book.perform({ do: together ? 'merge' : 'part', area: area(range) }),
      insert: (axis, behind) => {
        const [first, last] = lines(axis);
        const at = behind ? last + 1 : first;
        void book.perform({ do: 'insert', sheet, axis, at, count: last - first + 1 });
      },
      remove: (axis) => {
        const [at, last] = lines(axis);
        void book.perform({ do: 'delete', sheet, axis, at, count: last - at + 1 });
      },
      size: (axis, size, [first, last] = lines(axis)) =>
        void book.perform({ do: 'size', sheet, axis, first, last, size }),
      freeze: (on) => {
        const [rows, columns] = on ? [active.row, active.column] : [0, 0];
        void book.perform({ do: 'freeze', sheet, rows, columns });
      },
      sort: async (descending, column) => {
        const filtered = info?.filter;
        const over = column !== undefined && filtered;
        const cells = over ? rangeOfFilter(filtered) : await meant();
        if (!cells) return book.onRefused(t('sheet.lost'));
        if ((over || hasHeading(book, sheet, cells)) && cells.top < cells.bottom) cells.top += 1;
        const by = column ?? active.column;
        await book.perform({ do: 'sort', area: area(cells), by, descending });
      },
      filter: async (on) => {
        const cells = on ? await meant() : null;
        if (on && !cells) return book.onRefused(t('sheet.lost'));
        await book.perform({ do: 'filter', sheet, area: cells && area(cells), choices: [] });
      },
      choose: (column, values) => {
        if (!info?.filter) return;
        const choices = info.chosen.filter((one) => one.column !== column);
        if (values) choices.push({ column, values });
        void book.perform({ do: 'filter', sheet, area: area(rangeOfFilter(info.filter)), choices });
      },
      csv: async () => {
        const { row: bottom, column: right } = end();
        const rows = await book.shown({ sheet, top: 0, left: 0, bottom, right });
        return rows && toCsv(rows);
      },
    };
    return deeds;
  }, [book, sheet, info, range, active, t]);
}

export function rangeOfFilter([top, left, bottom, right]: [number, number, number, number]): Range {
  return { top, left, bottom, right };
}
