export { ProfilePage, type ProfileTab } from './components/ProfilePage';
