import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { ApiError, api, unwrap } from '@/api/client';
import { createGather } from '@/shared/lib/gather';
import { type EntryMessage, useLive } from '@/shared/realtime';
import { withEntry, without } from '../lib/place';
import { fileToEntry, folderToEntry } from '../lib/toEntry';
import type { Entry, FolderPage, ListingParams, Source } from '../types';
import { isNarrowed, listingQuery } from './listing';

type Pages = InfiniteData<FolderPage>;

/** Entries fetched one by one; of more the list is read anew. */
const SINGLY = 6;
/** A longer list is not read anew because something came: what came is put into its place. */
const SHORT = 3;
/** Reading a list anew, for each of its loaded pages. */
const REST = 300;
/** Entries of a shelf whose own changes are heard; they lie in folders that nobody has open. */
const HEARD = 200;

const keyOf = ({ type, id }: Pick<EntryMessage, 'type' | 'id'>) => `${type}-${id}`;

async function fetchEntry({ type, id }: EntryMessage): Promise<Entry | null> {
  try {
    return type === 'file'
      ? fileToEntry(await unwrap(api.GET('/api/2.0/files/file/{fileId}', { params: { path: { fileId: id } } })))
      : folderToEntry(
          await unwrap(api.GET('/api/2.0/files/folder/{folderId}', { params: { path: { folderId: id } } })),
        );
  } catch (error) {
    // Gone again, or not ours any more.
    if (error instanceof ApiError && (error.status === 403 || error.status === 404)) return null;
    throw error;
  }
}

/** The folder a message says its entry lies in. */
function parentIn({ data }: EntryMessage): number | undefined {
  if (!data) return undefined;
  const { folderId, parentId } = JSON.parse(data) as { folderId?: number; parentId?: number };
  return folderId ?? parentId;
}

class LiveList {
  private readonly client: QueryClient;
  private readonly source: Source;
  private readonly params: ListingParams;
  private readonly key: readonly unknown[];
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private readNext = 0;
  readonly gather = createGather<EntryMessage>((messages) => void this.take(messages));

  constructor(client: QueryClient, source: Source, params: ListingParams) {
    this.client = client;
    this.source = source;
    this.params = params;
    this.key = listingQuery(source, params).queryKey;
  }

  /** Reads the list anew, but not more often than it can take. */
  readAnew = (): void => {
    if (this.waiting !== undefined) return;
    this.waiting = setTimeout(
      () => {
        this.waiting = undefined;
        const pages = this.pages()?.pages.length ?? 1;
        this.readNext = Date.now() + pages * REST;
        void this.client.invalidateQueries({ queryKey: this.key, exact: true });
      },
      Math.max(0, this.readNext - Date.now()),
    );
  };

  /** Nothing in it is new any more. */
  allSeen(): void {
    const seen = (entry: Entry) => (entry.fresh ? { ...entry, fresh: false } : entry);
    this.change((data) => ({
      ...data,
      pages: data.pages.map((page) => ({ ...page, entries: page.entries.map(seen) })),
    }));
  }

  stop(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    this.gather.stop();
    // Nobody tells what happens to it from now on.
    void this.client.invalidateQueries({ queryKey: this.key, exact: true, refetchType: 'none' });
  }

  private pages(): Pages | undefined {
    return this.client.getQueryData<Pages>(this.key);
  }

  private change(change: (data: Pages) => Pages): void {
    this.client.setQueryData<Pages>(this.key, (data) => data && change(data));
  }

  private async take(messages: EntryMessage[]): Promise<void> {
    const data = this.pages();
    const here = data?.pages[0]?.folder;
    if (!data || !here) return;
    const listed = new Set(data.pages.flatMap(({ entries }) => entries.map(({ key }) => key)));
    const last = new Map(messages.map((message) => [keyOf(message), message]));

    const own = last.get(`folder-${here.id}`);
    last.delete(`folder-${here.id}`);
    if (own) this.takeOwn(own);

    const gone = [...last.values()].filter(({ cmd }) => cmd === 'delete').map(keyOf);
    if (gone.length > 0) this.change((pages) => without(pages, new Set(gone)));
    const wanted = [...last.values()].filter(
      (message) => message.cmd !== 'delete' && (listed.has(keyOf(message)) || parentIn(message) === here.id),
    );
    const came = wanted.filter((message) => !listed.has(keyOf(message)));
    const shelf = this.source.place !== 'folder' && this.source.place !== 'my';
    const exact = data.pages.length <= SHORT || isNarrowed(this.params) || shelf;
    if ((came.length > 0 && exact) || wanted.length > SINGLY) return this.readAnew();
    const entries = await Promise.all(wanted.map(fetchEntry)).catch(() => undefined);
    if (!entries) return this.readAnew();
    this.change((pages) =>
      entries.reduce((all, entry, at) => {
        if (entry) return withEntry(all, entry, this.params);
        const message = wanted[at];
        return message ? without(all, new Set([keyOf(message)])) : all;
      }, pages),
    );
  }

  /** The open folder itself has another title, or is gone. */
  private takeOwn({ cmd, data }: EntryMessage): void {
    if (cmd === 'delete' || !data) {
      this.readAnew();
      return;
    }
    const { title } = JSON.parse(data) as { title: string };
    this.change((pages) => ({
      ...pages,
      pages: pages.pages.map((page) => ({ ...page, folder: { ...page.folder, title } })),
    }));
  }
}

/** Keeps an open list as it is on the server, whoever changes it. */
export function useLiveListing(source: Source, params: ListingParams, page: FolderPage | undefined): void {
  const client = useQueryClient();
  const known = JSON.stringify([source, params]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `known` stands for source and params
  const list = useMemo(() => new LiveList(client, source, params), [client, known]);
  useEffect(() => () => list.stop(), [list]);
  const folderId = source.place === 'folder' ? source.id : page?.folder.id;
  const shelf = source.place === 'favorites' || source.place === 'recent' || source.place === 'shared';
  const shelved = shelf ? (page?.entries ?? []).slice(0, HEARD) : [];
  const nameOf = ({ isFolder, id }: Entry) => `${isFolder ? 'DIR' : 'FILE'}-${id}`;
  useLive({
    rooms: folderId ? [`DIR-${folderId}`, ...shelved.map(nameOf)] : [],
    on: {
      's:modify-folder': (message) => list.gather.add(message),
      's:update-history': (entry) => shelf && list.gather.add({ ...entry, cmd: 'update', data: '' }),
      'refresh-folder': (id) => id === folderId && list.readAnew(),
      's:markasnew-folder': ({ folderId: id, count }) => id === folderId && count === 0 && list.allSeen(),
      's:change-access-rights-folder': ({ id }) => id === folderId && list.readAnew(),
      's:change-access-rights-file': ({ id }) => list.gather.add({ cmd: 'update', type: 'file', id, data: '' }),
    },
    onReturn: list.readAnew,
  });
}
