import { useStore } from '@/shared/lib/store';
import type { Action } from '@/shared/list';
import type { MainButtonItem } from '../lib/contract';
import { isFor } from '../lib/filters';
import { type Loaded, plugins, viewer } from '../lib/loaded';
import { perform } from '../lib/perform';
import { glyphOf } from './usePluginActions';

function shown(items: MainButtonItem[]): MainButtonItem[] {
  return items.filter((item) => !item.isSeparator && isFor(item.usersType, item.devices, viewer()));
}

function toAction(plugin: Loaded, item: MainButtonItem, folder: number): Action {
  const inner = shown(item.items ?? []);
  return {
    id: `${plugin.record.name}-${item.key}`,
    label: item.label,
    icon: glyphOf(plugin, item.icon),
    ...(inner.length > 0 && { items: inner.map((one) => toAction(plugin, one, folder)) }),
    run: () => void perform(plugin, () => item.onClick?.(folder)),
  };
}

/** What plugins put under the New button of a folder. */
export function useMainItems(folder: number): Action[] {
  const list = useStore(plugins);
  return list.flatMap((plugin) => shown(plugin.mainButton).map((item) => toAction(plugin, item, folder)));
}

/** What plugins put into the menu of one's own name. */
export function useProfileItems(): Action[] {
  const list = useStore(plugins);
  return list.flatMap((plugin) =>
    plugin.profileMenu
      .filter((item) => isFor(item.usersType, item.devices, viewer()))
      .map((item) => ({
        id: `${plugin.record.name}-${item.key}`,
        label: item.label,
        icon: glyphOf(plugin, item.icon),
        run: () => void perform(plugin, () => item.onClick?.()),
      })),
  );
}
