export { SlidesWorkspace } from './components/SlidesWorkspace';
