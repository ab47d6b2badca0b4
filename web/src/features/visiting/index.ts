export { VisitPage } from './components/VisitPage';
