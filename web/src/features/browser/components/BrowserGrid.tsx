import { useCallback } from 'react';
import {
  dropProps,
  type Entry,
  EntryCells,
  EntryPicture,
  EntryTile,
  entryColumns,
  type Reordering,
  reordering,
  reorderProps,
  takeProps,
  useEntryColumns,
  useFolderDrop,
  type useListing,
  useRename,
  useThumbnails,
  type View,
} from '@/features/files';
import { useWishedColumns, wishedPage } from '@/shared/embed';
import { type Action, RowGrid, type SelectionControl, shownColumns } from '@/shared/list';
import type { Dialogs } from '../hooks/useDialogs';

interface BrowserGridProps {
  listing: ReturnType<typeof useListing>;
  view: View;
  label: string;
  /** Heading of the second column. */
  who: string;
  selection: SelectionControl<Entry>;
  dialogs: Dialogs;
  actionsFor: (entries: Entry[]) => Action[];
  /** Leads into a folder over which something is held. */
  open: (entry: Entry) => void;
  /** Gives entries of an index other numbers; absent where the list is not all of it. */
  onReorder?: ((change: Reordering) => void) | undefined;
}

/** FolderType of the contract: what lies there is restored, not moved. */
const TRASH = 3;
const TILE = { width: 168, height: 192, least: 2 };

/** The list itself, as rows or as tiles; entries are dragged on to folders and renamed in place. */
export function BrowserGrid({
  listing,
  view,
  label,
  who,
  selection,
  dialogs,
  actionsFor,
  open,
  onReorder,
}: BrowserGridProps) {
  const rename = useRename();
  const folderDrop = useFolderDrop();
  const { renaming, setRenaming } = dialogs;
  const into = (entry: Entry) => (entry.isFolder ? dropProps(folderDrop(entry, () => open(entry))) : null);
  // In an index, the edges of a row are places between entries.
  const between = (entry: Entry) => ({
    folder: entry.parentId,
    drop: (moved: Entry[], after: boolean) => {
      const at = listing.entries.findIndex(({ key }) => key === entry.key);
      const change = reordering(listing.entries, moved, after ? at + 1 : at);
      if (change) onReorder?.(change);
    },
  });
  const { indexed, rights } = listing.page?.folder ?? {};
  const ordered = Boolean(onReorder) && view !== 'tiles' && indexed === true && rights?.EditRoom === true;
  const dragProps = (entry: Entry) => ({
    ...takeProps(entry, selection.chosen),
    ...(ordered ? reorderProps(between(entry), into(entry)) : into(entry)),
  });
  const askFor = useThumbnails();
  const { entries, start, see } = listing;
  const onSeen = useCallback(
    (first: number, last: number) => {
      see(first, last);
      askFor(entries.slice(Math.max(0, first - start), Math.max(0, last - start + 1)));
    },
    [see, askFor, entries, start],
  );
  const { shown, tracks } = shownColumns(useEntryColumns(who), useWishedColumns(view));
  const movable = listing.page?.folder.rootType !== TRASH;
  const naming = (entry: Entry) => ({
    entry,
    renaming: renaming === entry.key,
    onRenamed: (title: string | null) => {
      setRenaming(null);
      if (title) rename.mutate({ entry, title });
    },
  });
  return (
    <RowGrid
      items={listing.entries}
      start={listing.start}
      total={listing.total}
      label={label}
      nameOf={({ title }) => title}
      selection={selection}
      headings={shown}
      tracks={tracks}
      begin={wishedPage().start}
      className={entryColumns}
      look={view}
      picture={(entry) => <EntryPicture entry={entry} size={view === 'compact' ? 24 : 34} />}
      cells={(entry) => <EntryCells {...naming(entry)} columns={shown} />}
      tiles={{ ...TILE, content: (entry) => <EntryTile {...naming(entry)} /> }}
      actionsFor={actionsFor}
      {...(movable && { dragProps })}
      editing={renaming !== null}
      onSeen={onSeen}
    />
  );
}
