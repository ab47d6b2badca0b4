export { useMainItems, useProfileItems } from './hooks/useMainItems';
export { usePanelTabs } from './hooks/usePanelTabs';
export { usePluginActions } from './hooks/usePluginActions';
export { usePluginsAtWork } from './hooks/usePluginsAtWork';
export { openByPlugin } from './lib/entries';
export { tellPlugins } from './lib/events';
