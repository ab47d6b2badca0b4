// Which cells belong together.
import type { Place, Range } from './address';
import type { Book } from './book';

/** The cells around one that hang together, as far as they are known here. */
export function regionAround(book: Book, sheet: number, { row, column }: Place): Range {
  const region = { top: row, left: column, bottom: row, right: column };
  const end = book.extent(sheet);
  const full = (at: Place) => at.row >= 0 && at.column >= 0 && book.input(sheet, at) !== '';
  const inRow = (line: number) => {
    for (let at = region.left - 1; at <= region.right + 1; at += 1) if (full({ row: line, column: at })) return true;
    return false;
  };
  const inColumn = (line: number) => {
    for (let at = region.top - 1; at <= region.bottom + 1; at += 1) if (full({ row: at, column: line })) return true;
    return false;
  };
  for (let grew = true; grew; ) {
    grew = false;
    if (region.bottom < end.row && inRow(region.bottom + 1)) grew = Boolean(++region.bottom);
    if (region.right < end.column && inColumn(region.right + 1)) grew = Boolean(++region.right);
    if (region.top > 0 && inRow(region.top - 1)) [grew, region.top] = [true, region.top - 1];
    if (region.left > 0 && inColumn(region.left - 1)) [grew, region.left] = [true, region.left - 1];
  }
  return region;
}

/** Whether the first row names the columns: texts only, above something else than texts. */
export function hasHeading(book: Book, sheet: number, { top, left, bottom, right }: Range): boolean {
  if (bottom === top) return false;
  let below = false;
  for (let column = left; column <= right; column += 1) {
    if (book.cell(sheet, { row: top, column })?.kind !== 't') return false;
    const kind = book.cell(sheet, { row: top + 1, column })?.kind;
    below ||= kind !== 't' && kind !== '' && kind !== undefined;
  }
  return below;
}

/** What a selection means in a sheet that ends somewhere: whole columns reach to the last row in use. */
export function held(range: Range, end: Place): Range {
  return {
    ...range,
    bottom: Math.max(Math.min(range.bottom, end.row), range.top),
    right: Math.max(Math.min(range.right, end.column), range.left),
  };
}
