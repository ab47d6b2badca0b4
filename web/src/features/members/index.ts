export { MembersDialog } from './components/MembersDialog';
