import { useStore } from '@/shared/lib/store';
import type { Action, Glyph } from '@/shared/list';
import type { ContextMenuItem } from '../lib/contract';
import { menuOf, type PluginEntry } from '../lib/entries';
import { assetOf, type Loaded, plugins } from '../lib/loaded';
import { perform } from '../lib/perform';

const glyphs = new Map<string, Glyph>();

/** A picture of a plugin as an icon; the same one for the same address, so that React keeps it. */
export function glyphOf(plugin: Loaded, file: string | undefined): Glyph {
  const url = assetOf(plugin.record, file);
  const known = glyphs.get(url);
  if (known) return known;
  const made: Glyph = ({ size = 17 }) =>
    url ? <img src={url} alt="" width={size} height={size} /> : <span style={{ width: size }} />;
  glyphs.set(url, made);
  return made;
}

/** What plugins offer for one chosen entry in a folder of these rights. */
export function usePluginActions(): (entry: PluginEntry, folder: PluginEntry['rights']) => Action[] {
  const list = useStore(plugins);
  return (entry, folder) =>
    menuOf(list, entry, folder).map(([plugin, item], index) => ({
      ...toAction(plugin, item, entry.id),
      apart: index === 0,
    }));
}

function toAction(plugin: Loaded, item: ContextMenuItem, id: number): Action {
  const inner = item.items ?? [];
  return {
    id: `${plugin.record.name}-${item.key}`,
    label: item.label,
    icon: glyphOf(plugin, item.icon),
    ...(inner.length > 0 && { items: inner.map((one) => toAction(plugin, one, id)) }),
    run: () => void perform(plugin, () => item.onClick?.(id)),
  };
}
