export { Tour } from './components/Tour';
export { startTour } from './lib/state';
