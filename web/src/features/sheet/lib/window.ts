// Which rows and columns are drawn, and how far text may reach.
import type { Range } from './address';
import type { Book, SheetInfo } from './book';
import { COLUMN, HEAD, heightOf, Lines, MARGIN, ROW, widthOf } from './metrics';

export interface Layout {
  rows: Lines;
  columns: Lines;
  /** How many are laid out; there may be more. */
  rowCount: number;
  columnCount: number;
  frozenRows: number;
  frozenColumns: number;
  merges: Map<string, Range>;
  covered: (row: number, column: number) => Range | undefined;
}

const SPARE = 2;
/** Frozen lines beyond these would leave no room. */
const MOST_FROZEN = 20;

export function layoutOf(info: SheetInfo, rowCount: number, columnCount: number): Layout {
  const merges = info.merges.map(([top, left, bottom, right]) => ({ top, left, bottom, right }));
  const byRow = new Map<number, Range[]>();
  for (const range of merges)
    for (let row = range.top; row <= Math.min(range.bottom, range.top + 1000); row += 1) {
      const list = byRow.get(row);
      if (list) list.push(range);
      else byRow.set(row, [range]);
    }
  return {
    rows: new Lines(
      ROW,
      info.heights.map(([row, points]) => [row, heightOf(points)]),
    ),
    columns: new Lines(
      COLUMN,
      info.widths.map(([column, characters]) => [column, widthOf(characters)]),
    ),
    rowCount,
    columnCount,
    frozenRows: Math.min(info.frozen[0], MOST_FROZEN),
    frozenColumns: Math.min(info.frozen[1], MOST_FROZEN),
    merges: new Map(merges.map((range) => [`${range.top}:${range.left}`, range])),
    covered: (row, column) => byRow.get(row)?.find(({ left, right }) => column >= left && column <= right),
  };
}

/** Rows and columns that are in sight, frozen ones not counted. */
export function sightOf(layout: Layout, place: { left: number; top: number; width: number; height: number }): Range {
  const { rows, columns, rowCount, columnCount, frozenRows, frozenColumns } = layout;
  const top = rows.find(place.top + rows.start(frozenRows), rowCount);
  const left = columns.find(place.left + columns.start(frozenColumns), columnCount);
  const bottom = rows.find(place.top + place.height - HEAD, rowCount);
  const right = columns.find(place.left + place.width - MARGIN, columnCount);
  return {
    top: Math.max(top - SPARE, frozenRows),
    left: Math.max(left - SPARE, frozenColumns),
    bottom: Math.min(bottom + SPARE, rowCount - 1),
    right: Math.min(right + SPARE, columnCount - 1),
  };
}

/** How much wider than its cell a text may be: until the next cell that holds something. */
export function roomBehind(book: Book, sheet: number, layout: Layout, row: number, column: number): number {
  const FAR = 12;
  let next = column + 1;
  while (next < Math.min(column + FAR, layout.columnCount)) {
    const cell = book.cell(sheet, { row, column: next });
    if ((cell && cell.shown !== '') || layout.covered(row, next)) break;
    next += 1;
  }
  return layout.columns.start(next) - layout.columns.start(column);
}
