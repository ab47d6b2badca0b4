// The screens, one a route; fetched together once somebody is inside.
import { useParams, useSearch } from '@tanstack/react-router';
import { DocumentsPage, FavoritesPage, RecentPage, SharedPage, TrashPage } from '@/features/browser';
import { InviteDialog } from '@/features/invite';
import { ConfirmPage } from '@/features/joining';
import { PeoplePage, type PersonType } from '@/features/people';
import { FilePage } from '@/features/preview';
import { ProfilePage } from '@/features/profile';
import { RoomPage, RoomsPage } from '@/features/rooms';
import { SettingsPage } from '@/features/settings';
import { SharedFilePage, VisitPage } from '@/features/visiting';

export const Rooms = () => <RoomsPage area="rooms" />;
export const Archive = () => <RoomsPage area="archive" />;
export const Templates = () => <RoomsPage area="templates" />;

export function Room() {
  const { folderId } = useParams({ from: '/inside/rooms/$folderId' });
  return <RoomPage folderId={Number(folderId)} />;
}

export const Documents = () => <DocumentsPage />;

export function DocumentsFolder() {
  const { folderId } = useParams({ from: '/inside/documents/$folderId' });
  return <DocumentsPage folderId={Number(folderId)} />;
}

export const Recent = RecentPage;
export const Favorites = FavoritesPage;
export const Shared = SharedPage;
export const Trash = TrashPage;
const inviteDialog = (types: PersonType[], onClose: () => void) => <InviteDialog types={types} onClose={onClose} />;

export const People = () => <PeoplePage tab="people" invite={inviteDialog} />;
export const Groups = () => <PeoplePage tab="groups" invite={inviteDialog} />;
export const Guests = () => <PeoplePage tab="guests" invite={inviteDialog} />;
export const Profile = () => <ProfilePage tab="about" />;
export const ProfileSecurity = () => <ProfilePage tab="security" />;
export const ProfileNotifications = () => <ProfilePage tab="notifications" />;
export const ProfileKeys = () => <ProfilePage tab="keys" />;
export const ProfileWebhooks = () => <ProfilePage tab="webhooks" />;
export const Settings = () => <SettingsPage tab="signIn" />;
export const SettingsAccess = () => <SettingsPage tab="access" />;
export const SettingsLogins = () => <SettingsPage tab="logins" />;
export const SettingsAudit = () => <SettingsPage tab="audit" />;
export const SettingsStorage = () => <SettingsPage tab="storage" />;
export const SettingsStatistics = () => <SettingsPage tab="statistics" />;
export const SettingsEmbedding = () => <SettingsPage tab="embedding" />;
export const SettingsBrand = () => <SettingsPage tab="brand" />;
export const SettingsMail = () => <SettingsPage tab="mail" />;
export const SettingsWebhooks = () => <SettingsPage tab="webhooks" />;
export const SettingsBackup = () => <SettingsPage tab="backup" />;
export const SettingsPlugins = () => <SettingsPage tab="plugins" />;
export const Confirm = ConfirmPage;

export function Visit() {
  const { key, folder } = useSearch({ from: '/rooms/share' });
  return <VisitPage shareKey={key} {...(folder && { folder })} />;
}

export function SharedFile() {
  const { fileId } = useParams({ from: '/share/preview/$fileId' });
  const { share } = useSearch({ from: '/share/preview/$fileId' });
  return <SharedFilePage shareKey={share} fileId={Number(fileId)} />;
}

export function Media() {
  const { fileId } = useParams({ from: '/inside/media/view/$fileId' });
  return <FilePage fileId={Number(fileId)} />;
}
