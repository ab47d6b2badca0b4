export { SharedFilePage } from './components/SharedFilePage';
export { VisitPage } from './components/VisitPage';
