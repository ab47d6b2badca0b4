export { EditorHead } from './components/EditorHead';
export { EditorPage } from './components/EditorPage';
export { Ended } from './components/Ended';
export { useProvider } from './hooks/useProvider';
export { useSaving } from './hooks/useSaving';
export type { Face, Provider, Shared, Status } from './lib/provider';
