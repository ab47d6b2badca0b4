// From the wire's objects, where nearly everything may be absent, to the screens' nouns.
import type { Schemas } from '@/api/client';
import { type Shareable, toOffer } from '@/features/sharing';
import { parseDate, splitTitle } from '@/shared/lib/format';
import type { Crumb, Entry, FileKind, FolderInfo, FolderPage, Rights } from '../types';

type FileDto = Schemas['FileDtoInteger'];
type FolderDto = Schemas['FolderDtoInteger'];

const BY_TYPE: Record<number, FileKind> = {
  1: 'archive',
  2: 'video',
  3: 'audio',
  4: 'image',
  5: 'spreadsheet',
  6: 'presentation',
  7: 'document',
  10: 'pdf',
};
const TEXT = new Set([
  '.txt',
  '.md',
  '.markdown',
  '.csv',
  '.json',
  '.xml',
  '.yaml',
  '.yml',
  '.log',
  '.ini',
  '.toml',
  '.rs',
  '.ts',
  '.js',
  '.py',
  '.sh',
  '.css',
  '.sql',
  '.jsx',
  '.tsx',
  '.go',
  '.c',
  '.h',
  '.cpp',
  '.java',
  '.rb',
  '.php',
  '.tex',
  '.conf',
]);
/** Thumbnail of the contract. */
const THUMBNAILS: Record<number, Entry['thumbnail']> = { 0: 'waiting', 1: 'made', 4: 'making' };
const IS_EDITING = 1;
const IS_NEW = 2;
const IS_FAVORITE = 32;
const ROOMS = 14;
/** FolderType of the contract. */
const FILLING_ROOM = 15;

function kindOf(type: number | undefined, extension: string): FileKind {
  if (TEXT.has(extension)) return extension === '.csv' ? 'spreadsheet' : 'text';
  return BY_TYPE[type ?? 0] ?? 'other';
}

export function fileToEntry(file: FileDto): Entry {
  const title = file.title ?? '';
  const extension = file.fileExst ?? splitTitle(title)[1].toLowerCase();
  const status = file.fileStatus ?? 0;
  const can = file.viewAccessibility;
  const rights = (file.security ?? {}) as Rights;
  return {
    key: `file-${file.id}`,
    kind: kindOf(file.fileType, extension),
    isFolder: false,
    id: file.id ?? 0,
    title,
    extension,
    size: file.pureContentLength ?? 0,
    created: parseDate(file.created),
    updated: parseDate(file.updated),
    author: file.createdBy?.displayName ?? '',
    favorite: file.isFavorite ?? (status & IS_FAVORITE) !== 0,
    locked: file.locked ?? false,
    lockedBy: file.lockedBy ?? '',
    ownFilter: file.customFilterEnabled ?? false,
    fresh: (status & IS_NEW) !== 0,
    version: file.version ?? 1,
    parentId: file.folderId ?? 0,
    viewUrl: file.viewUrl ?? '',
    webUrl: file.webUrl ?? '',
    thumbnailUrl: file.thumbnailUrl ?? '',
    thumbnail: THUMBNAILS[file.thumbnailStatus ?? 3] ?? 'none',
    opensInEditor: Boolean(can?.WebView || can?.WebEdit),
    // The right is everybody's who may edit; only tables have something to filter.
    rights: { ...rights, CustomFilter: rights.CustomFilter === true && can?.WebCustomFilterEditing === true },
    origin: file.originRoomTitle || file.originTitle || '',
    originId: file.originId ?? null,
    isRoom: false,
    order: file.order ?? '',
    share: toOffer(file as Shareable),
    inRooms: file.rootFolderType === ROOMS,
    form: file.isForm ? (file.parentRoomType === FILLING_ROOM ? 'collected' : 'alone') : null,
    edited: (status & IS_EDITING) !== 0,
  };
}

export function folderToEntry(folder: FolderDto): Entry {
  return {
    key: `folder-${folder.id}`,
    kind: 'folder',
    isFolder: true,
    id: folder.id ?? 0,
    title: folder.title ?? '',
    extension: '',
    size: null,
    created: parseDate(folder.created),
    updated: parseDate(folder.updated),
    author: folder.createdBy?.displayName ?? '',
    favorite: folder.isFavorite ?? false,
    locked: false,
    lockedBy: '',
    ownFilter: false,
    fresh: (folder.new ?? 0) > 0,
    version: 1,
    parentId: folder.parentId ?? 0,
    viewUrl: '',
    webUrl: '',
    thumbnailUrl: '',
    thumbnail: 'none',
    opensInEditor: false,
    rights: (folder.security ?? {}) as Rights,
    origin: folder.originRoomTitle || folder.originTitle || '',
    originId: folder.originId ?? null,
    isRoom: folder.roomType !== undefined && folder.roomType !== null,
    order: folder.order ?? '',
    share: toOffer(folder as Shareable),
    inRooms: folder.rootFolderType === ROOMS,
    form: null,
    edited: false,
  };
}

export function toFolderInfo(folder: FolderDto | undefined): FolderInfo {
  return {
    id: folder?.id ?? 0,
    title: folder?.title ?? '',
    parentId: folder?.parentId ?? 0,
    rights: (folder?.security ?? {}) as Rights,
    isRoom: folder?.roomType !== undefined && folder?.roomType !== null,
    indexed: folder?.indexing ?? false,
    rootType: folder?.rootFolderType ?? 0,
  };
}

interface PathPart {
  id?: number | string;
  title?: string;
  roomType?: number | null;
}

function toCrumbs(parts: unknown): Crumb[] {
  if (!Array.isArray(parts)) return [];
  return (parts as PathPart[]).map((part) => ({
    id: Number(part.id),
    title: part.title ?? '',
    isRoom: part.roomType !== undefined && part.roomType !== null,
  }));
}

/** The last part of "1.4.2": the place in its folder. */
export function placeIn(order: string): number {
  return Number(order.slice(order.lastIndexOf('.') + 1)) || 0;
}

const isIndexed = (entries: Entry[]) => entries.length > 0 && entries.every(({ order }) => order !== '');

/** In an indexed room folders and files share one order. */
function inOrder(entries: Entry[]): Entry[] {
  return isIndexed(entries) ? entries.toSorted((a, b) => placeIn(a.order) - placeIn(b.order)) : entries;
}

export function toFolderPage(content: Schemas['FolderContentDtoInteger']): FolderPage {
  const folders = ((content.folders ?? []) as FolderDto[]).map(folderToEntry);
  const files = ((content.files ?? []) as FileDto[]).map(fileToEntry);
  const entries = [...folders, ...files];
  return {
    entries: inOrder(entries),
    folder: { ...toFolderInfo(content.current), indexed: isIndexed(entries) },
    path: toCrumbs(content.pathParts),
    total: content.total,
    startIndex: content.startIndex ?? 0,
    count: folders.length + files.length,
  };
}
