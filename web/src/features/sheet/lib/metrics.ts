// Where rows and columns lie, when nearly all are as high or wide as the others.

export const ROW = 22;
export const COLUMN = 76;
/** The column of row numbers, and the row of column letters. */
export const MARGIN = 48;
export const HEAD = 24;

/** Characters of the usual font, with the padding of a cell. */
export const widthOf = (characters: number) => (characters <= 0 ? 0 : Math.round(characters * 7 + 5));
export const heightOf = (points: number) => (points <= 0 ? 0 : Math.max(Math.round((points * 96) / 72), 8));

/** The other way round, as far as workbooks go. */
export const charactersOf = (width: number) => Math.min(Math.max(Math.round(((width - 5) / 7) * 100) / 100, 0.1), 255);
export const pointsOf = (height: number) => Math.min(Math.round(height * 72) / 96, 409);

/** Lines, one behind the other. */
export class Lines {
  private readonly usual: number;
  private readonly at: number[] = [];
  private readonly sizes: number[] = [];
  /** By how much everything before is longer than usual. */
  private readonly more: number[] = [];

  constructor(usual: number, others: [number, number][]) {
    this.usual = usual;
    let sum = 0;
    for (const [at, size] of others.toSorted(([a], [b]) => a - b)) {
      this.at.push(at);
      this.sizes.push(size);
      this.more.push(sum);
      sum += size - usual;
    }
    this.more.push(sum);
  }

  size(index: number): number {
    const near = this.near(index);
    return this.at[near] === index ? (this.sizes[near] ?? this.usual) : this.usual;
  }

  /** Where a line begins. */
  start(index: number): number {
    return index * this.usual + (this.more[this.near(index)] ?? 0);
  }

  /** The line at a distance from the beginning, of so many. */
  find(distance: number, count: number): number {
    let [low, high] = [0, Math.max(count - 1, 0)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.start(middle) <= distance) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The first of the special lines that is not before `index`. */
  private near(index: number): number {
    let [low, high] = [0, this.at.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.at[middle] ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
