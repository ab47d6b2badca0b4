export { LinkGate } from './components/LinkGate';
export { SharedFilePage } from './components/SharedFilePage';
export { VisitPage } from './components/VisitPage';
