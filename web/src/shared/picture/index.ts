export { CropDialog, type Cut } from './CropDialog';
