import { useMediaQuery } from '@mantine/hooks';
import { type MouseEvent, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Entry,
  EntryGrid,
  type EntryHandlers,
  type useListing,
  useRelocate,
  useRename,
  useRowDrag,
  type View,
} from '@/features/files';
import { type Action, ActionMenu, type SelectionControl, useGridKeys } from '@/shared/list';
import type { Dialogs } from '../hooks/useDialogs';

interface BrowserGridProps {
  listing: ReturnType<typeof useListing>;
  entries: Entry[];
  total: number;
  view: View;
  label: string;
  who: string;
  selection: SelectionControl<Entry>;
  dialogs: Dialogs;
  actionsFor: (entries: Entry[]) => Action[];
  open: (entry: Entry) => void;
}

/** The list itself with mouse, touch and keyboard. */
export function BrowserGrid({
  listing,
  entries,
  total,
  view,
  label,
  who,
  selection,
  dialogs,
  actionsFor,
  open,
}: BrowserGridProps) {
  const { t } = useTranslation();
  const touch = useMediaQuery('(hover: none)');
  const rename = useRename();
  const relocate = useRelocate();
  const { menu, setMenu, renaming, setRenaming } = dialogs;
  const dragProps = useRowDrag(selection.chosen, (moved, folder) =>
    relocate.mutate({ entries: moved, destination: folder, copy: false, onConflict: 'Duplicate' }),
  );

  const subjects = selection.chosen.length > 0 ? selection.chosen : selection.cursor ? [selection.cursor] : [];
  const menuAt = (element: Element) => {
    const { left, bottom } = element.getBoundingClientRect();
    setMenu({ x: left + 12, y: bottom - 8 });
  };
  const onKeys = useGridKeys({ selection, actions: () => actionsFor(subjects), openMenu: menuAt });

  const handlers: EntryHandlers = {
    rowProps: (entry) => ({
      onClick: (event: MouseEvent) => {
        const how = { toggle: event.ctrlKey || event.metaKey, extend: event.shiftKey };
        if (touch && selection.chosen.length === 0) open(entry);
        else selection.click(entry.key, touch ? { toggle: true, extend: false } : how);
      },
      onDoubleClick: () => !touch && open(entry),
      onFocus: () => selection.stand(entry.key),
      onContextMenu: (event: MouseEvent) => {
        event.preventDefault();
        if (!selection.has(entry.key)) selection.click(entry.key, { toggle: false, extend: false });
        setMenu({ x: event.clientX, y: event.clientY });
      },
      ...dragProps(entry),
    }),
    toggle: selection.toggle,
    renamed: (entry, title) => {
      setRenaming(null);
      if (title) rename.mutate({ entry, title });
    },
    menu: (entry, anchor) => {
      if (!selection.has(entry.key)) selection.click(entry.key, { toggle: false, extend: false });
      menuAt(anchor);
    },
  };

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = listing;
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <>
      <EntryGrid
        entries={entries}
        total={total}
        view={view}
        label={label}
        who={who}
        selection={selection}
        renaming={renaming}
        handlers={handlers}
        onKeys={onKeys}
        onNearEnd={onNearEnd}
      />
      <ActionMenu at={menu} actions={actionsFor(subjects)} label={t('entries.more')} onClose={() => setMenu(null)} />
    </>
  );
}
