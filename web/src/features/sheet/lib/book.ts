// The workbook as far as this page has looked at it, what is typed into it here, and how to take that back.
import type { Provider, Shared } from '@/features/editor';
import { createStore } from '@/shared/lib/store';
import { fits, MAX_TEXT, nameOf, type Place, type Range } from './address';
import { type Area, type Choice, carry, carrySheet, type Deed } from './deeds';

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
  /** How numbers are written, as workbooks say it; the ordinary way is not told. */
  format?: string;
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
  /** What a filter is over, with the row that names the columns: top, left, bottom, right. */
  filter: [number, number, number, number] | null;
  chosen: Choice[];
  /** Looks where no cell says another: first column, last column, look; row, look. */
  columnLooks: [number, number, number][];
  rowLooks: [number, number][];
  looks: Record<string, Looks>;
  hidden: boolean;
  protected: boolean;
}

export interface BookInfo {
  sheets: SheetInfo[];
  calculates: boolean;
  /** How many deeds had moved cells when this was so. */
  epoch: number;
}

export interface CellView {
  shown: string;
  input: string;
  look: number;
  kind: 'n' | 't' | 'b' | 'e' | '';
  color: string | undefined;
}

type WireCell = [number, number, number, string, string, number, CellView['kind'], string?];
interface Rows {
  kind: 'rows';
  sheet: number;
  from: number;
  to: number;
  cells: WireCell[];
  looks: Record<string, Looks>;
  /** There were more cells than are told. */
  cut: boolean;
}
interface Answer {
  kind: 'answer';
  id: number;
  refused?: string;
  undo?: Deed[];
  epoch?: number;
}
type Told =
  | ({ kind: 'book'; moved: Deed | null } & BookInfo)
  | Rows
  | { kind: 'changed'; cells: WireCell[]; looks: Record<string, Looks> }
  | Answer;

/** What somebody types into a cell. */
export interface Typing extends Place {
  input: string;
}
/** What can be taken back: what was typed, or deeds by those that undo them. */
type Step = { typed: { key: string; before: string; after: string }[] } | { epoch: number; deeds: Deed[] };

/** Rows asked for together. */
const BLOCK = 100;
/** Cells typed at once, at most. */
export const MOST = 20_000;
const STEPS = 200;
/** Rows asked for together when a whole sheet is read. */
const STRETCH = 500;

export class Book {
  readonly info = createStore<BookInfo | null>(null);
  /** Grows whenever a cell looks different. */
  readonly turn = createStore(0);
  readonly looks = new Map<number, Looks>();
  /** What can be taken back and done again. */
  readonly steps = createStore({ undo: false, redo: false });
  /** Told before anything is drawn anew: cells are elsewhere now. */
  onMoved: (deed: Deed) => void = () => undefined;
  /** Told in words what was not done. */
  onRefused: (words: string) => void = () => undefined;

  private readonly provider: Provider;
  private readonly rows = new Map<number, Map<number, Map<number, CellView>>>();
  private readonly asked = new Set<string>();
  private readonly arrived = new Set<string>();
  /** Typed here, and not yet in what the server shows. */
  private readonly pending = new Map<string, string>();
  private done: Step[] = [];
  private undone: Step[] = [];
  private asks = 0;
  private readonly answers = new Map<number, (answer: Answer | null) => void>();
  private readonly awaited = new Map<string, (rows: Rows | null) => void>();

  constructor(provider: Provider) {
    this.provider = provider;
    provider.onShown = (told) => this.hear(told as Told);
    provider.inWords = (shared) => this.inWords(shared);
    // What was asked for over a line that is gone is not answered any more.
    provider.status.subscribe(() => provider.status.get().line !== 'up' && this.giveUp());
  }

  get epoch(): number {
    return this.info.get()?.epoch ?? 0;
  }

  /** How the document calls a cell: with the number of moves that whoever types knew of. */
  private keyOf(sheet: number, { row, column }: Place, epoch = this.epoch): string {
    return `${sheet}:${row}:${column}${epoch > 0 ? `:${epoch}` : ''}`;
  }

  private placeOf(key: string | undefined): (Place & { sheet: number }) | null {
    const [sheet = 0, row = 0, column = 0, epoch = 0] = key?.split(':').map(Number) ?? [];
    return key === undefined || epoch !== this.epoch ? null : { sheet, row, column };
  }

  /** What a cell shows, with what was typed into it a moment ago. */
  cell(sheet: number, { row, column }: Place): CellView | undefined {
    const known = this.rows.get(sheet)?.get(row)?.get(column);
    const typed = this.pending.size > 0 ? this.pending.get(this.keyOf(sheet, { row, column })) : undefined;
    if (typed === undefined) return known;
    return { shown: typed, input: typed, look: known?.look ?? 0, kind: typed ? 't' : '', color: undefined };
  }

  /** How a cell looks; what nothing is in has the look of its row or column. */
  lookOf(sheet: number, place: Place): Looks | undefined {
    const cell = this.cell(sheet, place);
    if (cell && (cell.look > 0 || cell.shown !== '')) return this.looks.get(cell.look);
    const info = this.info.get()?.sheets[sheet];
    const row = info?.rowLooks.find(([line]) => line === place.row)?.[1];
    const look =
      row ?? info?.columnLooks.findLast(([first, last]) => first <= place.column && place.column <= last)?.[2];
    return look === undefined ? undefined : info?.looks[look];
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

  /** Waits until rows are here. */
  async rowsOf(sheet: number, first: number, last: number): Promise<void> {
    const missing = () => {
      for (let block = Math.floor(first / BLOCK); block <= Math.floor(last / BLOCK); block += 1)
        if (!this.arrived.has(`${sheet}:${block}`)) return true;
      return false;
    };
    this.look(sheet, first, last);
    if (!missing()) return;
    await new Promise<void>((done) => {
      const leave = this.turn.subscribe(() => {
        // The workbook may begin anew meanwhile: then nothing was asked for yet.
        this.look(sheet, first, last);
        if (missing()) return;
        leave();
        done();
      });
    });
  }

  /** The last row and column that hold something. */
  extent(sheet: number): Place {
    const info = this.info.get()?.sheets[sheet];
    return { row: Math.max((info?.rows ?? 0) - 1, 0), column: Math.max((info?.columns ?? 0) - 1, 0) };
  }

  /** Types into cells, meant as they were when so many deeds had moved them. */
  type(sheet: number, typings: Typing[], epoch = this.epoch): void {
    const now = epoch === this.epoch;
    const typed = typings
      .filter((one) => fits(one) && one.input.length <= MAX_TEXT)
      .slice(0, MOST)
      .map((one) => ({
        key: this.keyOf(sheet, one, epoch),
        before: now ? this.input(sheet, one) : null,
        after: one.input,
      }))
      .filter(({ before, after }) => before !== after);
    if (typed.length === 0) return;
    // What was there before cells moved is not known any more.
    if (now) this.note({ typed: typed.map((one) => ({ ...one, before: one.before ?? '' })) });
    this.write(typed.map(({ key, after }) => [key, after]));
  }

  /** Does something else than typing, with whoever else is here. Gives whether it was done. */
  async perform(...deeds: Deed[]): Promise<boolean> {
    const back = await this.ask(deeds, this.epoch);
    if (back && back.deeds.length > 0) this.note(back);
    return back !== null;
  }

  private note(step: Step): void {
    this.done = [...this.done.slice(1 - STEPS), step];
    this.undone = [];
    this.say();
  }

  private say(): void {
    this.steps.set(() => ({ undo: this.done.length > 0, redo: this.undone.length > 0 }));
  }

  /** Asks for deeds, one after the other. Gives what takes them back; nothing when one was refused. */
  private async ask(deeds: Deed[], epoch: number): Promise<{ epoch: number; deeds: Deed[] } | null> {
    const back = { epoch, deeds: [] as Deed[] };
    for (const deed of deeds) {
      const id = ++this.asks;
      const answered = new Promise<Answer | null>((answer) => this.answers.set(id, answer));
      this.provider.ask(id, back.epoch, deed);
      const answer = await answered;
      if (!answer || answer.refused !== undefined) {
        this.onRefused(answer?.refused ?? '');
        return null;
      }
      back.deeds.unshift(...(answer.undo ?? []));
      back.epoch = answer.epoch ?? back.epoch;
    }
    return back;
  }

  private giveUp(): void {
    for (const answer of this.answers.values()) answer(null);
    for (const rows of this.awaited.values()) rows(null);
    this.answers.clear();
    this.awaited.clear();
  }

  /** Sees to it that some rows are here; false when the line broke. */
  async read(sheet: number, first: number, last: number): Promise<boolean> {
    let [from, stretch] = [first, STRETCH];
    while (from <= last) {
      const to = Math.min(from + stretch, last + 1) - 1;
      const heard = this.hearOf(`${sheet}:${from}:${to}`);
      this.provider.show(sheet, from, to);
      const rows = await heard;
      if (!rows) return false;
      if (rows.cut && stretch > 1) stretch = Math.max(Math.floor(stretch / 4), 1);
      else from = to + 1;
    }
    return true;
  }

  private hearOf(name: string): Promise<Rows | null> {
    const before = this.awaited.get(name);
    return new Promise((heard) => {
      this.awaited.set(name, (rows) => {
        before?.(rows);
        heard(rows);
      });
    });
  }

  /** What the cells of an area show, row by row; nothing when the line broke. */
  async shown({ sheet, top, left, bottom, right }: Area): Promise<string[][] | null> {
    if (!(await this.read(sheet, top, bottom))) return null;
    const cells = this.rows.get(sheet);
    return Array.from({ length: bottom - top + 1 }, (_, down) =>
      Array.from({ length: right - left + 1 }, (_, across) => cells?.get(top + down)?.get(left + across)?.shown ?? ''),
    );
  }

  clear(sheet: number, { top, left, bottom, right }: Range): void {
    const typings: Typing[] = [];
    for (const [row, columns] of this.rows.get(sheet) ?? [])
      if (row >= top && row <= bottom)
        for (const [column, cell] of columns)
          if (column >= left && column <= right && cell.input !== '') typings.push({ row, column, input: '' });
    this.type(sheet, typings);
  }

  /** Takes back what was done here last, where nobody typed since. Gives the first cell of what was typed. */
  undo(): (Place & { sheet: number }) | null {
    return this.step(this.done, this.undone, ({ before, after }) => [after, before]);
  }

  redo(): (Place & { sheet: number }) | null {
    return this.step(this.undone, this.done, ({ before, after }) => [before, after]);
  }

  private step(
    from: Step[],
    to: Step[],
    ends: (cell: { before: string; after: string }) => [string, string],
  ): (Place & { sheet: number }) | null {
    const step = from.pop();
    if (step && 'typed' in step) to.push(step);
    else if (step)
      void this.ask(step.deeds, step.epoch).then((back) => {
        if (back) to.push(back);
        this.say();
      });
    this.say();
    if (!step || !('typed' in step)) return null;
    const { cells } = this.provider.shared.get();
    const changes = step.typed.map((one) => ({ key: one.key, ends: ends(one) }));
    const own = changes.filter(({ key, ends: [now] }) => (cells.get(key) ?? now) === now);
    this.write(own.map(({ key, ends: [, then] }) => [key, then]));
    return this.placeOf(own[0]?.key);
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
    if (told.kind === 'answer') {
      this.answers.get(told.id)?.(told);
      this.answers.delete(told.id);
      return;
    }
    if (told.kind === 'book') {
      this.asked.clear();
      this.arrived.clear();
      this.pending.clear();
      if (told.moved) this.move(told.moved);
      else if (told.epoch !== this.epoch) this.rows.clear();
      this.info.set(() => ({ sheets: told.sheets, calculates: told.calculates, epoch: told.epoch }));
      this.changed();
      return;
    }
    for (const [look, looks] of Object.entries(told.looks)) this.looks.set(Number(look), looks);
    if (told.kind === 'rows')
      for (let row = told.from; row <= told.to; row += 1) this.rows.get(told.sheet)?.delete(row);
    for (const cell of told.cells) this.put(cell, told.kind === 'changed');
    if (told.kind === 'rows') this.arrived.add(`${told.sheet}:${Math.floor(told.from / BLOCK)}`);
    this.changed();
    if (told.kind === 'rows') {
      const name = `${told.sheet}:${told.from}:${told.to}`;
      this.awaited.get(name)?.(told);
      this.awaited.delete(name);
    }
  }

  /** What is known of cells goes along with them. */
  private move(deed: Deed): void {
    const known = [...this.rows];
    this.rows.clear();
    for (const [sheet, rows] of known) {
      const elsewhere = carrySheet(deed, sheet);
      if (elsewhere !== null && (deed.do === 'moveSheet' || deed.do === 'removeSheet')) this.rows.set(elsewhere, rows);
      else if (elsewhere !== null)
        for (const [row, columns] of rows)
          for (const [column, cell] of columns) {
            const spot = carry(deed, { sheet, row, column });
            if (spot) this.keep(spot.sheet, spot, cell);
          }
    }
    this.onMoved(deed);
  }

  private put([sheet, row, column, shown, input, look, kind, color]: WireCell, settles: boolean): void {
    if (settles) this.pending.delete(this.keyOf(sheet, { row, column }));
    this.keep(sheet, { row, column }, { shown, input, look, kind, color });
    if (settles && shown !== '') this.grow(sheet, row, column);
  }

  private keep(sheet: number, { row, column }: Place, cell: CellView): void {
    const rows = this.rows.get(sheet) ?? new Map<number, Map<number, CellView>>();
    const cells = rows.get(row) ?? new Map<number, CellView>();
    cells.set(column, cell);
    rows.set(row, cells);
    this.rows.set(sheet, rows);
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
