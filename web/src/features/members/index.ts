export { MembersDialog } from './components/MembersDialog';
export { MembersList } from './components/MembersList';
