// What people do to a workbook beside typing, as crates/sheets/src/deed tells it, and what becomes of places by it.
import { MAX_COLUMNS, MAX_ROWS, type Place, type Range } from './address';

export interface Area extends Range {
  sheet: number;
}

/** A cell of the workbook. */
export interface Spot extends Place {
  sheet: number;
}

export interface Dress {
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
  size?: number;
  font?: string;
  /** `#rrggbb`, or an empty text for the ordinary one. */
  color?: string;
  fill?: string;
  align?: 'general' | 'left' | 'center' | 'right';
  vertical?: 'top' | 'center' | 'bottom';
  wrap?: boolean;
  format?: string;
  decimals?: 1 | -1;
  lines?: 'all' | 'outer' | 'bottom' | 'none';
  plain?: boolean;
}

export type Axis = 'rows' | 'columns';

export interface Choice {
  column: number;
  values: string[];
}

export type Deed =
  | { do: 'dress'; area: Area; dress: Dress }
  | { do: 'redress'; sheet: number }
  | { do: 'size'; sheet: number; axis: Axis; first: number; last: number; size: number | null }
  | { do: 'freeze'; sheet: number; rows: number; columns: number }
  | { do: 'merge' | 'part'; area: Area }
  | { do: 'insert' | 'delete'; sheet: number; axis: Axis; at: number; count: number }
  | { do: 'sort'; area: Area; by: number; descending: boolean; order?: number[] }
  | { do: 'filter'; sheet: number; area: Area | null; choices: Choice[] }
  | { do: 'addSheet'; name: string }
  | { do: 'renameSheet'; sheet: number; name: string }
  | { do: 'moveSheet'; sheet: number; to: number }
  | { do: 'removeSheet'; sheet: number };

/** Where a sheet is after a deed; nothing when it is gone. */
export function carrySheet(deed: Deed, sheet: number): number | null {
  if (deed.do === 'removeSheet') return deed.sheet === sheet ? null : sheet - (deed.sheet < sheet ? 1 : 0);
  if (deed.do !== 'moveSheet') return sheet;
  const { sheet: from, to } = deed;
  if (from === sheet) return to;
  if (from < sheet && sheet <= to) return sheet - 1;
  return to <= sheet && sheet < from ? sheet + 1 : sheet;
}

/** Where a cell is after a deed; nothing when it is gone. */
export function carry(deed: Deed, spot: Spot): Spot | null {
  const sheet = carrySheet(deed, spot.sheet);
  if (sheet === null) return null;
  if ((deed.do === 'insert' || deed.do === 'delete') && deed.sheet === spot.sheet) {
    const name = deed.axis === 'rows' ? 'row' : 'column';
    const line = spot[name];
    if (line < deed.at) return spot;
    const moved = deed.do === 'insert' ? line + deed.count : line - deed.count;
    const end = deed.axis === 'rows' ? MAX_ROWS : MAX_COLUMNS;
    return moved < deed.at || moved >= end ? null : { ...spot, [name]: moved };
  }
  if (deed.do === 'sort' && deed.order && isIn(spot, deed.area)) {
    const now = deed.order.indexOf(spot.row - deed.area.top);
    return now < 0 ? spot : { ...spot, row: deed.area.top + now };
  }
  return { ...spot, sheet };
}

function isIn({ sheet, row, column }: Spot, area: Area): boolean {
  const { top, left, bottom, right } = area;
  return sheet === area.sheet && row >= top && row <= bottom && column >= left && column <= right;
}

/** A name for a new sheet that none has. */
export function freeName(names: string[], name: (number: number) => string): string {
  const taken = new Set(names.map((one) => one.toLowerCase()));
  let number = names.length + 1;
  while (taken.has(name(number).toLowerCase())) number += 1;
  return name(number);
}
