// A workbook as code of the page around a frame may work on it: sheets by name or number, cells as people call them.
import { placeOf, type Range, rangeOf } from './address';
import { type Book, MOST, type Typing } from './book';

/** `B3`, or `A1:C9`. */
function area(name: string): Range {
  const [first = '', last = first] = String(name).split(':');
  const [from, to] = [placeOf(first), placeOf(last)];
  if (!from || !to) throw new Error(`There is no cell ${name}`);
  const range = rangeOf(from, to);
  const size = (range.bottom - range.top + 1) * (range.right - range.left + 1);
  if (size > MOST) throw new Error(`More than ${MOST} cells`);
  return range;
}

export function sheetDesk(book: Book, mayEdit: boolean) {
  const sheets = () => book.info.get()?.sheets ?? [];
  /** Without a sheet, the first one that is shown. */
  const sheetOf = (wish: string | number | undefined): number => {
    const list = sheets();
    const at =
      wish === undefined
        ? list.findIndex(({ hidden }) => !hidden)
        : typeof wish === 'number'
          ? wish
          : list.findIndex(({ name }) => name === wish);
    if (!list[at]) throw new Error(`There is no sheet ${wish ?? ''}`.trim());
    return at;
  };
  const rows = async <T>(
    name: string,
    wish: string | number | undefined,
    read: (cell: { shown: string; input: string }) => T,
  ) => {
    const sheet = sheetOf(wish);
    const { top, bottom, left, right } = area(name);
    await book.rowsOf(sheet, top, bottom);
    return Array.from({ length: bottom - top + 1 }, (_, down) =>
      Array.from({ length: right - left + 1 }, (_, along) =>
        read(book.cell(sheet, { row: top + down, column: left + along }) ?? { shown: '', input: '' }),
      ),
    );
  };
  const write = async (name: string, inputs: unknown[][], wish: string | number | undefined) => {
    const sheet = sheetOf(wish);
    if (!mayEdit) throw new Error('The document may only be read');
    if (sheets()[sheet]?.protected) throw new Error('The sheet is protected');
    const { top, left } = area(name);
    const typings: Typing[] = inputs.flatMap((row, down) =>
      row.map((input, along) => ({ row: top + down, column: left + along, input: String(input ?? '') })),
    );
    if (typings.length > MOST) throw new Error(`More than ${MOST} cells`);
    await book.rowsOf(sheet, top, top + inputs.length - 1);
    book.type(sheet, typings);
  };
  return {
    getSheets: () => sheets().map(({ name, rows: down, columns, hidden }) => ({ name, rows: down, columns, hidden })),
    /** What a cell shows and what was typed into it. */
    getCell: async (name: string, sheet?: string | number) =>
      (await rows(name, sheet, ({ shown, input }) => ({ shown, input })))[0]?.[0],
    /** What cells show, row by row. */
    getRange: (name: string, sheet?: string | number) => rows(name, sheet, ({ shown }) => shown),
    setCell: (name: string, input: unknown, sheet?: string | number) => write(name, [[input]], sheet),
    /** From this cell on, row by row. */
    setRange: (name: string, inputs: unknown[][], sheet?: string | number) => write(name, inputs, sheet),
  };
}
