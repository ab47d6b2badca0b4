export { SettingsPage, type SettingsTab } from './components/SettingsPage';
