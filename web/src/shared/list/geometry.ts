// Where the items of a list lie: lines of one height, each with one or several items side by side.

export interface Layout {
  columns: number;
  /** Height of a line in pixels, with the gap under it. */
  height: number;
  /** Pixels between lines and between columns; they belong to no item. */
  gap: number;
  /** Width of the whole list in pixels. */
  width: number;
}

/** A rectangle in pixels from the top left corner of the list. */
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The rectangle between two points. */
export function between(a: { x: number; y: number }, b: { x: number; y: number }): Area {
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    right: Math.max(a.x, b.x),
    bottom: Math.max(a.y, b.y),
  };
}

/** First and last step of `size` (less the gap at its end) that a stretch touches. */
function steps(from: number, to: number, size: number, gap: number, count: number): [first: number, last: number] {
  const first = Math.floor(from / size) + (from % size > size - gap ? 1 : 0);
  return [Math.max(0, first), Math.min(count - 1, Math.floor(to / size))];
}

/** Indices of the items that a rectangle touches. */
export function touched({ left, top, right, bottom }: Area, layout: Layout, count: number): number[] {
  const { columns, height, gap, width } = layout;
  if (count === 0 || bottom < 0 || right < 0 || left > width) return [];
  const [firstLine, lastLine] = steps(top, bottom, height, gap, Math.ceil(count / columns));
  const across = columns === 1 ? width : (width + gap) / columns;
  const [firstColumn, lastColumn] = columns === 1 ? [0, 0] : steps(left, right, across, gap, columns);
  const found: number[] = [];
  for (let line = firstLine; line <= lastLine; line += 1) {
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      const index = line * columns + column;
      if (index < count) found.push(index);
    }
  }
  return found;
}
