export { SheetWorkspace } from './components/SheetWorkspace';
