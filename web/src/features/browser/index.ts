export { FolderScreen } from './components/FolderScreen';
export { ListSkeleton } from './components/ListSkeleton';
export { DocumentsPage, FavoritesPage, RecentPage, SharedPage, TrashPage } from './components/places';
export { useListParams } from './hooks/useListParams';
export { type ListSearch, readListSearch } from './types';
