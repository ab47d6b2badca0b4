export { downloadUrl, inlineUrl, useDownload } from './api/download';
export { fetchEntry, useFile } from './api/file';
export { useFindFiles } from './api/find';
export { fetchContent, isNarrowed, listingQuery, useListing } from './api/listing';
export { useLiveListing } from './api/live';
export { useRelocate } from './api/move';
export { type Reordering, reordering, useReorder } from './api/order';
export { markRead } from './api/read';
export { useNoteOpened } from './api/recent';
export { useEmptyTrash, useRemove } from './api/remove';
export { useRename } from './api/rename';
export { useThumbnails } from './api/thumbnails';
export { ActivityList } from './components/ActivityList';
export { CleanupChoice } from './components/CleanupChoice';
export { ConflictDialog } from './components/ConflictDialog';
export { CreateDialog } from './components/CreateDialog';
export { Crumbs } from './components/Crumbs';
export { DestinationDialog } from './components/DestinationDialog';
export { DropZone } from './components/DropZone';
export { EntryCells, entryColumns, useEntryColumns } from './components/EntryCells';
export { EntryPicture } from './components/EntryPicture';
export { EntryTile } from './components/EntryTile';
export { FileIcon } from './components/FileIcon';
export { InfoPanel } from './components/InfoPanel';
export { type NewKind, NewMenu } from './components/NewMenu';
export { Toolbar, ViewSwitch } from './components/Toolbar';
export { useActions } from './hooks/useActions';
export {
  type DropProps,
  type DropTarget,
  dropProps,
  reorderProps,
  takeProps,
  useFolderDrop,
} from './hooks/useEntryDrag';
export { useWayBack } from './hooks/useWayBack';
export { isEdited, type OfficeEnding, opensAsForm } from './lib/opening';
export { fileToEntry, folderToEntry, toFolderPage } from './lib/toEntry';
export type {
  Crumb,
  Entry,
  FolderInfo,
  FolderPage,
  KindFilter,
  ListingParams,
  Right,
  Rights,
  SortBy,
  Source,
  View,
} from './types';
