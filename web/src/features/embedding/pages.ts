// The pages for frames, apart from `index.ts` so that they are fetched only when needed.
export { DocumentPage } from './components/DocumentPage';
export { FileSelectorPage } from './components/FileSelectorPage';
export { RoomSelectorPage } from './components/RoomSelectorPage';
export { SystemPage } from './components/SystemPage';
