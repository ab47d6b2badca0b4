export { Rail } from './components/Rail';
export { Stage } from './components/Stage';
