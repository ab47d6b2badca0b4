export { FilePage } from './components/FilePage';
export { PreviewContent } from './components/PreviewContent';
export { PreviewOverlay } from './components/PreviewOverlay';
