// The workbook as far as this page has looked at it, what is typed into it here, and how to take that back.
import type { Provider, Shared } from '@/features/editor';
import { createStore } from '@/shared/lib/store';
import { fits, MAX_TEXT, nameOf, type Place, type Range } from './address';

/** A look, as crates/sheets/src/looks.rs tells it. */
export interface Looks {
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
  size?: number;
  font?: string;
  color?: string;
  fill?: string;
  align?: 'left' | 'right' | 'center';
  vertical?: 'top' | 'center' | 'bottom';
  wrap?: boolean;
  indent?: number;
  borders?: ([number, string, string] | null)[];
}

export interface SheetInfo {
  name: string;
  rows: number;
  columns: number;
  widths: [number, number][];
  heights: [number, number][];
  merges: [number, number, number, number][];
  frozen: [number, number];
  hidden: boolean;
  protected: boolean;
}

export interface BookInfo {
  sheets: SheetInfo[];
  calculates: boolean;
}

export interface CellView {
  shown: string;
  input: string;
  look: number;
  kind: 'n' | 't' | 'b' | 'e' | '';
  color: string | undefined;
}

type WireCell = [number, number, number, string, string, number, CellView['kind'], string?];
type Told =
  | ({ kind: 'book' } & BookInfo)
  | { kind: 'rows'; sheet: number; from: number; to: number; cells: WireCell[]; looks: Record<string, Looks> }
  | { kind: 'changed'; cells: WireCell[]; looks: Record<string, Looks> };

/** What somebody types into a cell. */
export interface Typing extends Place {
  input: string;
}
type Step = { key: string; before: string; after: string }[];

/** Rows asked for together. */
const BLOCK = 100;
/** Cells typed at once, at most. */
export const MOST = 20_000;
const STEPS = 200;

const keyOf = (sheet: number, { row, column }: Place) => `${sheet}:${row}:${column}`;

export class Book {
  readonly info = createStore<BookInfo | null>(null);
  /** Grows whenever a cell looks different. */
  readonly turn = createStore(0);
  readonly looks = new Map<number, Looks>();

  private readonly provider: Provider;
  private readonly rows = new Map<number, Map<number, Map<number, CellView>>>();
  private readonly asked = new Set<string>();
  /** Typed here, and not yet in what the server shows. */
  private readonly pending = new Map<string, string>();
  private done: Step[] = [];
  private undone: Step[] = [];

  constructor(provider: Provider) {
    this.provider = provider;
    provider.onShown = (told) => this.hear(told as Told);
    provider.inWords = (shared) => this.inWords(shared);
  }

  /** What a cell shows, with what was typed into it a moment ago. */
  cell(sheet: number, { row, column }: Place): CellView | undefined {
    const known = this.rows.get(sheet)?.get(row)?.get(column);
    const typed = this.pending.size > 0 ? this.pending.get(keyOf(sheet, { row, column })) : undefined;
    if (typed === undefined) return known;
    return { shown: typed, input: typed, look: known?.look ?? 0, kind: typed ? 't' : '', color: undefined };
  }

  input(sheet: number, place: Place): string {
    return this.cell(sheet, place)?.input ?? '';
  }

  /** Sees to it that rows are here. */
  look(sheet: number, first: number, last: number): void {
    for (let block = Math.floor(first / BLOCK); block <= Math.floor(last / BLOCK); block += 1) {
      const name = `${sheet}:${block}`;
      if (this.asked.has(name)) continue;
      this.asked.add(name);
      this.provider.show(sheet, block * BLOCK, block * BLOCK + BLOCK - 1);
    }
  }

  /** The last row and column that hold something. */
  extent(sheet: number): Place {
    const info = this.info.get()?.sheets[sheet];
    return { row: Math.max((info?.rows ?? 0) - 1, 0), column: Math.max((info?.columns ?? 0) - 1, 0) };
  }

  type(sheet: number, typings: Typing[]): void {
    const step = typings
      .filter((one) => fits(one) && one.input.length <= MAX_TEXT)
      .slice(0, MOST)
      .map((one) => ({ key: keyOf(sheet, one), before: this.input(sheet, one), after: one.input }))
      .filter(({ before, after }) => before !== after);
    if (step.length === 0) return;
    this.done = [...this.done.slice(1 - STEPS), step];
    this.undone = [];
    this.write(step.map(({ key, after }) => [key, after]));
  }

  clear(sheet: number, { top, left, bottom, right }: Range): void {
    const typings: Typing[] = [];
    for (const [row, columns] of this.rows.get(sheet) ?? [])
      if (row >= top && row <= bottom)
        for (const [column, cell] of columns)
          if (column >= left && column <= right && cell.input !== '') typings.push({ row, column, input: '' });
    this.type(sheet, typings);
  }

  /** Takes back what was typed here last, where nobody typed since. Gives the first cell of it. */
  undo(): string | null {
    const step = this.done.pop();
    if (!step) return null;
    this.undone.push(step);
    return this.replay(step.map(({ key, before, after }) => ({ key, from: after, to: before })));
  }

  redo(): string | null {
    const step = this.undone.pop();
    if (!step) return null;
    this.done.push(step);
    return this.replay(step.map(({ key, before, after }) => ({ key, from: before, to: after })));
  }

  private replay(changes: { key: string; from: string; to: string }[]): string | null {
    const { cells } = this.provider.shared.get();
    const own = changes.filter(({ key, from }) => (cells.get(key) ?? from) === from);
    this.write(own.map(({ key, to }) => [key, to]));
    return own[0]?.key ?? null;
  }

  private write(entries: [string, string][]): void {
    const { doc, cells } = this.provider.shared.get();
    doc.transact(() => {
      for (const [key, input] of entries) {
        this.pending.set(key, input);
        cells.set(key, input);
      }
    });
    this.changed();
  }

  private hear(told: Told): void {
    if (told.kind === 'book') {
      this.asked.clear();
      this.pending.clear();
      this.info.set(() => ({ sheets: told.sheets, calculates: told.calculates }));
      this.changed();
      return;
    }
    for (const [look, looks] of Object.entries(told.looks)) this.looks.set(Number(look), looks);
    if (told.kind === 'rows')
      for (let row = told.from; row <= told.to; row += 1) this.rows.get(told.sheet)?.delete(row);
    for (const cell of told.cells) this.put(cell, told.kind === 'changed');
    this.changed();
  }

  private put([sheet, row, column, shown, input, look, kind, color]: WireCell, settles: boolean): void {
    if (settles) this.pending.delete(keyOf(sheet, { row, column }));
    const rows = this.rows.get(sheet) ?? new Map<number, Map<number, CellView>>();
    const cells = rows.get(row) ?? new Map<number, CellView>();
    cells.set(column, { shown, input, look, kind, color });
    rows.set(row, cells);
    this.rows.set(sheet, rows);
    if (settles && shown !== '') this.grow(sheet, row, column);
  }

  /** Somebody typed beyond what was in use. */
  private grow(sheet: number, row: number, column: number): void {
    const info = this.info.get()?.sheets[sheet];
    if (!info || (row < info.rows && column < info.columns)) return;
    const wider = { ...info, rows: Math.max(info.rows, row + 1), columns: Math.max(info.columns, column + 1) };
    this.info.set((book) => book && { ...book, sheets: book.sheets.with(sheet, wider) });
  }

  private changed(): void {
    this.turn.set((turn) => turn + 1);
  }

  private inWords({ cells }: Shared): string {
    const sheets = this.info.get()?.sheets ?? [];
    return [...cells.entries()]
      .map(([key, input]) => {
        const [sheet = 0, row = 0, column = 0] = key.split(':').map(Number);
        return `${sheets[sheet]?.name ?? sheet + 1}!${nameOf({ row, column })}\t${input}`;
      })
      .join('\n');
  }
}
