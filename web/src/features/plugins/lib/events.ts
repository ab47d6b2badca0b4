// Tells plugins of what somebody did here.
import { isFor } from './filters';
import { plugins, viewer } from './loaded';
import { perform } from './perform';

/** What the app tells of; the contract knows more, which has no meaning here. */
export type PluginEvent = 'create' | 'rename' | 'create_room' | 'edit_room' | 'change_user_type' | 'create_plugin_file';

/** Calls the handlers of an event. */
export function tellPlugins(event: PluginEvent): void {
  for (const plugin of plugins.get())
    for (const item of plugin.events)
      if (item.eventType === event && isFor(item.usersTypes, item.devices, viewer()))
        void perform(plugin, () => item.eventHandler());
}
