import type { ShareOffer } from '@/features/sharing';
import type { Look } from '@/shared/list';

/** What a file is, for its icon and its preview. */
export type FileKind =
  | 'folder'
  | 'document'
  | 'spreadsheet'
  | 'presentation'
  | 'pdf'
  | 'image'
  | 'video'
  | 'audio'
  | 'archive'
  | 'text'
  | 'other';

/** Names of the `security` object of the contract. */
export type Right =
  | 'Read'
  | 'Create'
  | 'Edit'
  | 'Delete'
  | 'Rename'
  | 'Move'
  | 'MoveTo'
  | 'Copy'
  | 'CopyTo'
  | 'Duplicate'
  | 'Download'
  | 'ReadHistory'
  | 'EditHistory'
  | 'EditRoom'
  | 'EditAccess'
  | 'ReadLinks'
  | 'Pin'
  | 'ChangeOwner'
  | 'IndexExport'
  | 'Lock'
  | 'CustomFilter'
  | 'FillForms'
  | 'StartFilling'
  | 'StopFilling';

export type Rights = Partial<Record<Right, boolean>>;

/** A file or a folder, as the screens need it. */
export interface Entry {
  /** Unique among both: files and folders share no id space. */
  key: string;
  kind: FileKind;
  isFolder: boolean;
  id: number;
  title: string;
  /** With the dot; empty for folders. */
  extension: string;
  size: number | null;
  created: Date | null;
  updated: Date | null;
  author: string;
  favorite: boolean;
  locked: boolean;
  /** Who locked it; empty while it is not, and where it is oneself. */
  lockedBy: string;
  /** A table in which everybody filters for themselves only. */
  ownFilter: boolean;
  fresh: boolean;
  version: number;
  parentId: number;
  viewUrl: string;
  webUrl: string;
  /** A small picture of its content; empty while there is none. */
  thumbnailUrl: string;
  /** `waiting`: made when somebody asks; `making`: on its way; `none`: there will not be any. */
  thumbnail: 'waiting' | 'making' | 'made' | 'none';
  /** The server can show it in an editor or viewer of its own. */
  opensInEditor: boolean;
  rights: Rights;
  /** Trash, recent and favourites: where it lives or lived. */
  origin: string;
  originId: number | null;
  isRoom: boolean;
  /** What may be shared of it, by links and with people; null for nothing. */
  share: ShareOffer | null;
  /** Its number in the index of a data room, "1.4.2"; empty elsewhere. */
  order: string;
  /** Lies in a room, as against My documents. */
  inRooms: boolean;
  /** A PDF form; `collected`: in a room whose people each fill in a copy. */
  form: 'collected' | 'alone' | null;
  /** Somebody has it open in an editor. */
  edited: boolean;
}

export interface Crumb {
  id: number;
  title: string;
  isRoom: boolean;
}

export interface FolderInfo {
  id: number;
  title: string;
  parentId: number;
  rights: Rights;
  isRoom: boolean;
  /** Its entries have numbers in an order of their own. */
  indexed: boolean;
  /** FolderType of the contract: 14 rooms, 20 archive, 5 my documents, 3 trash. */
  rootType: number;
}

/** One page of a listing. */
export interface FolderPage {
  entries: Entry[];
  folder: FolderInfo;
  path: Crumb[];
  total: number;
  startIndex: number;
  /** How many the server handed out, for the next page. */
  count: number;
}

export type Source = { place: 'folder'; id: number } | { place: 'my' | 'trash' | 'favorites' | 'recent' | 'shared' };

export type SortBy = 'AZ' | 'DateAndTime' | 'Size' | 'Type';

/** What one may narrow a list to: folders, or files of a kind (FilterType of the contract). */
export type KindFilter =
  | 'folders'
  | 'documents'
  | 'spreadsheets'
  | 'presentations'
  | 'pdf'
  | 'images'
  | 'media'
  | 'archives';

export interface ListingParams {
  sortBy: SortBy;
  descending: boolean;
  search: string;
  kind: KindFilter | null;
  /** Id of a person: only what he or she has made. */
  author: string | null;
  /** While something narrows the list: look into the folders inside, too. */
  deep: boolean;
}

export type View = Look;
