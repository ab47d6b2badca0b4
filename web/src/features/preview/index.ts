export { PreviewOverlay } from './components/PreviewOverlay';
