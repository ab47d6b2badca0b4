export { SettingsPage } from './components/SettingsPage';
export type { SettingsTab } from './lib/sections';
