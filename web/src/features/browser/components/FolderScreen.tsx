import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import {
  DropZone,
  type Entry,
  type FolderPage,
  fetchEntry,
  isEdited,
  isNarrowed,
  NewMenu,
  opensAsForm,
  reordering,
  type Source,
  Toolbar,
  useActions,
  useFolderDrop,
  useListing,
  useLiveListing,
  useNoteOpened,
  useReorder,
} from '@/features/files';
import { useManageFilling } from '@/features/forms';
import { openByPlugin, useMainItems, usePluginActions } from '@/features/plugins';
import { type Conflict, useUpload } from '@/features/transfers';
import { handles, useFrame, useListLook } from '@/shared/embed';
import { SelectionBar, useSelection } from '@/shared/list';
import { EmptyState, ErrorState } from '@/shared/ui';
import { useDialogs } from '../hooks/useDialogs';
import { openedByHost, tellOfClick, useFolderStage } from '../hooks/useFolderStage';
import { useListParams } from '../hooks/useListParams';
import { BrowserColumns } from './BrowserColumns';
import { BrowserDialogs } from './BrowserDialogs';
import { BrowserActiveFilters, BrowserFilters } from './BrowserFilters';
import { BrowserGrid } from './BrowserGrid';
import classes from './FolderScreen.module.css';
import { ListSkeleton } from './ListSkeleton';

interface FolderScreenProps {
  source: Source;
  tree: 'rooms' | 'documents' | 'visit';
  /** Name of the list for screen readers, until the folder's own title is known. */
  label: string;
  header: (page: FolderPage | undefined, actions: ReactNode) => ReactNode;
  empty: { title: string; hint: string; art?: 'court' | 'trash' };
}

/** Any list of files and folders with everything one can do there. */
export function FolderScreen({ source, tree, label, header, empty }: FolderScreenProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params, setParams] = useListParams();
  const frame = useFrame();
  const [view, setView] = useListLook('atrium-view', 'list');
  const listing = useListing(source, params);
  const dialogs = useDialogs();
  const { mutate: noteOpened } = useNoteOpened();
  const { setDialog } = dialogs;
  const folderDrop = useFolderDrop();
  const { mutate: reorder } = useReorder();

  const { entries, page, total } = listing;
  const selection = useSelection(entries, listing);
  useLiveListing(source, params, page);
  const creates = page?.folder.rights.Create === true && source.place !== 'trash';
  const ask = useCallback(
    (titles: string[]) => new Promise<Conflict>((answer) => setDialog({ is: 'conflict', titles, answer })),
    [setDialog],
  );
  const upload = useUpload(creates ? page?.folder.id : undefined, ask);
  useFolderStage({
    source,
    params,
    chosen: selection.chosen,
    error: listing.error,
    create: creates ? (kind) => setDialog({ is: 'create', kind }) : undefined,
  });

  // Strangers have no plugins, and what lies in the trash is not worked with.
  const extended = tree !== 'visit' && source.place !== 'trash';

  const open = (entry: Entry) => {
    if (source.place === 'trash') {
      setDialog({ is: 'info', entry });
    } else if (entry.isFolder) {
      const params = { folderId: String(entry.id) };
      if (tree === 'visit')
        void navigate({ to: '.', search: ((search: object) => ({ ...search, folder: entry.id })) as never });
      else if (tree === 'rooms' || entry.isRoom) void navigate({ to: '/rooms/$folderId', params });
      else void navigate({ to: '/documents/$folderId', params });
    } else {
      tellOfClick(entry);
      if (extended && openByPlugin(entry, page?.folder.rights ?? {}, () => fetchEntry(entry))) return;
      const edits = tree !== 'visit' && isEdited(entry) && entry.rights.Edit === true;
      const fills = tree !== 'visit' && opensAsForm(entry);
      const inEditor = edits || fills || entry.opensInEditor;
      if (inEditor && handles('onEditorOpen')) {
        void openedByHost(entry, edits ? 'edit' : fills ? 'fill' : 'view');
        return;
      }
      if (tree !== 'visit') noteOpened(entry);
      const params = { fileId: String(entry.id) };
      // Where somebody chose an editor outside of this product, it comes before the built-in ones; plain text stays here.
      const elsewhere = entry.opensInEditor && !(edits && entry.kind === 'text');
      if (fills) void navigate({ to: '/form/$fileId', params });
      else if (elsewhere && entry.webUrl) window.open(entry.webUrl, '_blank', 'noopener');
      else if (edits) void navigate({ to: '/editor/$fileId', params });
      else setDialog({ is: 'preview', entry });
    }
  };
  const neighbour = (entry: Entry, by: -1 | 1) =>
    (entry.order !== '' &&
      page?.folder.rights.EditRoom === true &&
      !isNarrowed(params) &&
      entries[entries.findIndex(({ key }) => key === entry.key) + by]) ||
    null;
  const { mutate: manageFilling } = useManageFilling();
  const ownActions = useActions(tree === 'visit' ? tree : source.place, {
    open,
    rename: (entry) => dialogs.setRenaming(entry.key),
    relocate: (list, copy) => setDialog({ is: 'relocate', entries: list, copy }),
    info: (entry) => setDialog({ is: 'info', entry }),
    share: (entry) => setDialog({ is: 'info', entry, tab: 'links' }),
    locate: (entry) => {
      const params = { folderId: String(entry.parentId) };
      if (entry.inRooms) void navigate({ to: '/rooms/$folderId', params });
      else void navigate({ to: '/documents/$folderId', params });
    },
    elsewhere: (entry) => entry.parentId !== page?.folder.id,
    neighbour,
    filling: (form, action) => manageFilling({ form, action }),
    swap: (entry, by) => {
      const at = entries.findIndex(({ key }) => key === entry.key);
      const change = reordering(entries, [entry], by < 0 ? at - 1 : at + 2);
      if (change) reorder(change);
    },
    deleteForever: (list) => setDialog({ is: 'forever', entries: list }),
  });

  const pluginActions = usePluginActions();
  const mainItems = useMainItems(page?.folder.id ?? 0);
  const actionsFor = (list: Entry[]) => {
    const [only] = list;
    const own = ownActions(list);
    return only && list.length === 1 && extended ? [...own, ...pluginActions(only, page?.folder.rights ?? {})] : own;
  };

  const buttons = (
    <>
      {creates && !frame?.disableActionButton && (
        <NewMenu more={mainItems} onNew={(kind) => setDialog({ is: 'create', kind })} onUpload={upload} />
      )}
      {source.place === 'trash' && entries.length > 0 && (
        <Button variant="light" color="red" onClick={() => setDialog({ is: 'emptyTrash' })}>
          {t('trash.empty')}
        </Button>
      )}
    </>
  );

  const title = page?.folder.title || label;
  const who = source.place === 'folder' || source.place === 'my' ? t('entries.author') : t('entries.origin');
  return (
    <>
      {header(page, buttons)}
      <div className={classes.bar}>
        {selection.chosen.length > 0 ? (
          <SelectionBar
            count={selection.chosen.length}
            total={total > entries.length ? total : undefined}
            actions={actionsFor(selection.chosen)}
            onClear={selection.clear}
          />
        ) : frame?.showFilter === false ? null : (
          <Toolbar
            params={params}
            view={view}
            onParams={setParams}
            onView={setView}
            placeholder={t('search.here')}
            more={<BrowserColumns view={view} who={who} />}
            filters={<BrowserFilters params={params} onParams={setParams} people={tree !== 'visit'} />}
          />
        )}
      </div>
      <BrowserActiveFilters params={params} onParams={setParams} />
      <DropZone
        enabled={creates}
        title={title}
        onDrop={upload}
        entries={creates && page ? folderDrop(page.folder) : undefined}
      >
        {listing.isPending && <ListSkeleton view={view} />}
        {listing.isError && !page && <ErrorState error={listing.error} onRetry={() => listing.refetch()} />}
        {page &&
          entries.length === 0 &&
          (isNarrowed(params) ? (
            <EmptyState
              art="search"
              title={t('search.none')}
              hint={params.search ? t('search.noneHint', { text: params.search }) : t('filter.noneHint')}
            >
              <Button variant="light" onClick={() => setParams({ search: '', kind: null, author: null, deep: true })}>
                {t('filter.clear')}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState title={empty.title} hint={empty.hint} art={empty.art} />
          ))}
        {entries.length > 0 && (
          <BrowserGrid
            listing={listing}
            view={view}
            label={title}
            who={who}
            selection={selection}
            dialogs={dialogs}
            actionsFor={actionsFor}
            open={open}
            onReorder={isNarrowed(params) ? undefined : reorder}
          />
        )}
      </DropZone>
      <BrowserDialogs
        dialogs={dialogs}
        folderId={page?.folder.id ?? 0}
        entries={entries}
        onCreated={(entry) => {
          if (isEdited(entry)) open(entry);
          else selection.click(entry.key, { toggle: false, extend: false });
        }}
      />
    </>
  );
}
