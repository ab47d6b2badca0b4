import type { KeyboardEvent } from 'react';
import type { Place } from '../lib/address';
import type { Book } from '../lib/book';
import { type Deed, deedOf } from '../lib/keys';
import type { Selection } from './useSelection';

interface Keys {
  book: Book;
  sheet: number;
  selection: Selection;
  mayEdit: boolean;
  /** Rows in sight. */
  page: number;
  onEdit: (input: string) => void;
  /** Switches a look of what is selected. */
  onDress: (what: 'bold' | 'italic' | 'underline') => void;
  /** The filter of a column. */
  onChoose: (column: number) => void;
}

/** The keyboard in the grid. Tab leads on by a column, and out of the grid after Escape. */
export function useKeys(keys: Keys) {
  return (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const deed = deedOf(event, keys.page);
    if (!deed || !perform(deed, keys)) return;
    event.preventDefault();
  };
}

function perform(deed: Deed, { book, sheet, selection, mayEdit, onEdit, onDress, onChoose }: Keys): boolean {
  const { active, end } = selection;
  const last = book.extent(sheet);
  switch (deed.is) {
    case 'move':
      selection.move(deed.rows, deed.columns, deed.extend);
      return true;
    case 'edge':
      selection.go(edge(book, sheet, deed.extend ? end : active, deed), deed.extend);
      return true;
    case 'home':
      selection.go({ row: deed.whole ? 0 : end.row, column: 0 }, deed.extend);
      return true;
    case 'end':
      selection.go({ row: deed.whole ? last.row : end.row, column: last.column }, deed.extend);
      return true;
    case 'all':
      selection.select({ row: 0, column: 0 }, last);
      return true;
    case 'edit':
      if (mayEdit) onEdit(deed.input ?? book.input(sheet, active));
      return mayEdit;
    case 'clear':
      if (mayEdit) book.clear(sheet, selection.range);
      return mayEdit;
    case 'dress':
      if (mayEdit) onDress(deed.what);
      return true;
    case 'choose':
      if (mayEdit) onChoose(active.column);
      return mayEdit;
    case 'undo':
    case 'redo': {
      const place = mayEdit ? (deed.is === 'undo' ? book.undo() : book.redo()) : null;
      if (place?.sheet === sheet) selection.go(place);
      return true;
    }
  }
}

/** Where a stretch of cells that hold something, or hold nothing, ends. */
function edge(book: Book, sheet: number, from: Place, { rows, columns }: { rows: number; columns: number }): Place {
  const last = book.extent(sheet);
  const full = (place: Place) => book.input(sheet, place) !== '';
  const step = ({ row, column }: Place): Place => ({ row: row + rows, column: column + columns });
  const inside = ({ row, column }: Place) => row >= 0 && column >= 0 && row <= last.row && column <= last.column;
  let at = from;
  const along = full(from) && inside(step(from)) && full(step(from));
  while (inside(step(at)) && (!along || full(step(at)))) {
    at = step(at);
    if (!along && full(at)) break;
  }
  return at;
}
