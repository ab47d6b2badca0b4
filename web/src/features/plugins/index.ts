export { PluginDialogs, useSettingsPanel } from './components/PluginDialogs';
export { useMainItems, useProfileItems } from './hooks/useMainItems';
export { usePanelTabs } from './hooks/usePanelTabs';
export { usePluginActions } from './hooks/usePluginActions';
export { usePluginsAtWork } from './hooks/usePluginsAtWork';
export { useDialogOpen } from './lib/dialogs';
export { openByPlugin } from './lib/entries';
export { tellPlugins } from './lib/events';
