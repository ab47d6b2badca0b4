// Names of cells, and formulas that move with them.

export const MAX_ROWS = 1_048_576;
export const MAX_COLUMNS = 16_384;
/** Characters of a cell. */
export const MAX_TEXT = 32_767;

/** A cell of a sheet, counted from 0. */
export interface Place {
  row: number;
  column: number;
}

/** Cells from one corner to the other. */
export interface Range {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export function rangeOf(a: Place, b: Place): Range {
  return {
    top: Math.min(a.row, b.row),
    left: Math.min(a.column, b.column),
    bottom: Math.max(a.row, b.row),
    right: Math.max(a.column, b.column),
  };
}

export function within({ row, column }: Place, { top, left, bottom, right }: Range): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

/** 0 is A, 26 is AA. */
export function columnName(column: number): string {
  let name = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26))
    name = String.fromCharCode(65 + ((left - 1) % 26)) + name;
  return name;
}

export function columnOf(name: string): number {
  let column = 0;
  for (const letter of name.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** As people call it: B3. */
export function nameOf({ row, column }: Place): string {
  return `${columnName(column)}${row + 1}`;
}

export function placeOf(name: string): Place | null {
  const found = /^\s*\$?([A-Za-z]{1,3})\$?(\d{1,7})\s*$/.exec(name);
  if (!found?.[1] || !found[2]) return null;
  const place = { row: Number(found[2]) - 1, column: columnOf(found[1]) };
  return fits(place) ? place : null;
}

export function fits({ row, column }: Place): boolean {
  return row >= 0 && row < MAX_ROWS && column >= 0 && column < MAX_COLUMNS;
}

const TOKEN = /"(?:[^"]|"")*"|'(?:[^']|'')*'!?|(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w(.])|[A-Za-z_][\w.]*/g;

/** What was typed into a cell, as it reads some rows and columns further: references without $ move along. */
export function moved(input: string, rows: number, columns: number): string {
  if (!input.startsWith('=') || (rows === 0 && columns === 0)) return input;
  return input.replace(TOKEN, (token: string, fixedColumn = '', letters = '', fixedRow = '', digits = '') => {
    if (!letters) return token;
    const place = {
      row: Number(digits) - 1 + (fixedRow ? 0 : rows),
      column: columnOf(letters) + (fixedColumn ? 0 : columns),
    };
    if (!fits(place)) return '#REF!';
    return `${fixedColumn}${columnName(place.column)}${fixedRow}${place.row + 1}`;
  });
}
