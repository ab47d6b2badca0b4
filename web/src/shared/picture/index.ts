export { CropDialog, type Cut } from './CropDialog';
export { openPicture } from './picture';
