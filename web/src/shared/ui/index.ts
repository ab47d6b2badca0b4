export { ConfirmDialog } from './ConfirmDialog';
export { Dialog, useFocusBack } from './Dialog';
export { EmptyState } from './EmptyState';
export { ErrorState } from './ErrorState';
export { IconButton } from './IconButton';
export { LogoMark } from './Logo';
export { PageHeader } from './PageHeader';
