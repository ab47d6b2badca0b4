// Which columns a list shows, where it may show more or fewer than usual.

export interface Column {
  id: string;
  label: string;
  className?: string | undefined;
  /** The names it has for pages of others, in small letters. */
  names: string[];
  /** Its width, as CSS grids say it. */
  track: string;
  /** Shown where nobody wishes anything. */
  usual: boolean;
}

/** The columns on show, in the order of the list; those wished for set the widths, too. The first one is always there. */
export function shownColumns(all: Column[], wished: string[] | null): { shown: Column[]; tracks: string | undefined } {
  if (!wished) return { shown: all.filter(({ usual }) => usual), tracks: undefined };
  const shown = all.filter(({ names }, at) => at === 0 || names.some((name) => wished.includes(name)));
  return { shown, tracks: shown.map(({ track }) => track).join(' ') };
}

/** The names with one column put in or taken out. */
export function toggled(column: Column, wished: string[]): string[] {
  const without = wished.filter((name) => !column.names.includes(name));
  return without.length < wished.length ? without : [...wished, ...column.names.slice(0, 1)];
}
