export { ProseWorkspace } from './components/ProseWorkspace';
