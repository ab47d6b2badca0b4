export { InviteDialog } from './components/InviteDialog';
