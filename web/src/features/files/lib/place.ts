// Where an entry belongs in a list whose pages are only partly known.
import type { InfiniteData } from '@tanstack/react-query';
import type { Entry, FolderPage, ListingParams } from '../types';

type Pages = InfiniteData<FolderPage>;

/** The server's order: folders first, then what was chosen; titles as people count. */
export function compare(a: Entry, b: Entry, { sortBy, descending }: ListingParams): number {
  if (a.isFolder !== b.isFolder) return a.isFolder ? -1 : 1;
  const titles = () => a.title.localeCompare(b.title, undefined, { numeric: true, sensitivity: 'base' });
  let order = 0;
  if (sortBy === 'DateAndTime') order = (a.updated?.getTime() ?? 0) - (b.updated?.getTime() ?? 0);
  if (sortBy === 'Size') order = (a.size ?? 0) - (b.size ?? 0);
  if (sortBy === 'Type') order = a.extension.localeCompare(b.extension);
  order ||= titles();
  return descending ? -order : order;
}

function changePages(data: Pages, change: (entries: Entry[], last: boolean) => Entry[], more: number): Pages {
  const pages = data.pages.map((page, at) => ({
    ...page,
    total: page.total + more,
    entries: change(page.entries, at === data.pages.length - 1),
  }));
  return { ...data, pages };
}

/** The list without some entries. */
export function without(data: Pages, keys: ReadonlySet<string>): Pages {
  const gone = data.pages.flatMap(({ entries }) => entries).filter(({ key }) => keys.has(key)).length;
  return gone === 0 ? data : changePages(data, (entries) => entries.filter(({ key }) => !keys.has(key)), -gone);
}

/** The list with an entry as it is now: in its old place, or in the right one when it is new. */
export function withEntry(data: Pages, entry: Entry, params: ListingParams): Pages {
  const known = data.pages.some(({ entries }) => entries.some(({ key }) => key === entry.key));
  if (known) return changePages(data, (entries) => entries.map((one) => (one.key === entry.key ? entry : one)), 0);
  const loaded = data.pages.reduce((sum, page) => sum + page.entries.length, 0);
  const complete = loaded >= (data.pages[0]?.total ?? 0);
  const first = data.pages[0];
  const [top] = first?.entries ?? [];
  // Before the loaded part of a long list: everything moves one place down.
  if (first && top && first.startIndex > 0 && compare(entry, top, params) < 0) {
    const pages = data.pages.map((page) => ({ ...page, total: page.total + 1, startIndex: page.startIndex + 1 }));
    return { ...data, pages };
  }
  let placed = false;
  return changePages(
    data,
    (entries, last) => {
      if (placed) return entries;
      const at = entries.findIndex((other) => compare(entry, other, params) < 0);
      if (at < 0 && !(last && complete)) return entries;
      placed = true;
      return entries.toSpliced(at < 0 ? entries.length : at, 0, entry);
    },
    1,
  );
}
