import { type ClipboardEvent, useRef } from 'react';
import { moved, type Place } from '../lib/address';
import { type Book, MOST, type Typing } from '../lib/book';
import { fromText, toText } from '../lib/table';
import type { Selection } from './useSelection';

interface Copied {
  text: string;
  from: Place;
  inputs: string[][];
}

/** Copying, cutting and pasting cells. What was copied here keeps its formulas, which move along. */
export function useClipboard(book: Book, sheet: number, selection: Selection, mayEdit: boolean) {
  const copied = useRef<Copied | null>(null);

  const copy = (event: ClipboardEvent) => {
    const { top, left, bottom, right } = selection.range;
    const end = book.extent(sheet);
    const read = (what: 'shown' | 'input') => {
      const rows: string[][] = [];
      for (let row = top; row <= Math.max(Math.min(bottom, end.row), top); row += 1) {
        const cells: string[] = [];
        for (let column = left; column <= Math.max(Math.min(right, end.column), left); column += 1)
          cells.push(book.cell(sheet, { row, column })?.[what] ?? '');
        rows.push(cells);
      }
      return rows;
    };
    const text = toText(read('shown'));
    copied.current = { text, from: { row: top, column: left }, inputs: read('input') };
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  };

  const cut = (event: ClipboardEvent) => {
    copy(event);
    if (mayEdit) book.clear(sheet, selection.range);
  };

  const paste = (event: ClipboardEvent) => {
    event.preventDefault();
    const text = event.clipboardData.getData('text/plain');
    if (!mayEdit || text === '') return;
    const own = copied.current?.text === text.replaceAll('\r\n', '\n') ? copied.current : null;
    const { top, left } = selection.range;
    const [rows, columns] = own ? [top - own.from.row, left - own.from.column] : [0, 0];
    const table = filled(own?.inputs ?? fromText(text), selection);
    const typings: Typing[] = table.flatMap((cells, down) =>
      cells.map((input, across) => ({
        row: top + down,
        column: left + across,
        input: own ? moved(input, rows + repeated(down, own.inputs.length), columns) : input,
      })),
    );
    book.type(sheet, typings);
    const last = table[0]?.length ?? 1;
    selection.select({ row: top, column: left }, { row: top + table.length - 1, column: left + last - 1 });
  };

  return { onCopy: copy, onCut: cut, onPaste: paste };
}

const repeated = (down: number, height: number) => down - (down % height);

/** One row that is pasted into several fills them all. */
function filled(table: string[][], { range }: Selection): string[][] {
  const height = range.bottom - range.top + 1;
  const [only] = table;
  if (table.length !== 1 || !only || height === 1 || height * only.length > MOST) return table;
  return Array.from({ length: height }, () => only);
}
