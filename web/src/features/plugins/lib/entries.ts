// What plugins offer for an entry. Nothing is offered, and nothing handed over, of one that may not be read.
import type { Answer, ContextMenuItem, InfoPanelItem, PluginFile } from './contract';
import { fits, opens, type Subject, tells } from './filters';
import { type Loaded, plugins, viewer } from './loaded';
import { perform } from './perform';

/** A file, a folder or a room as lists have them. */
export interface PluginEntry {
  id: number;
  kind: string;
  extension: string;
  isRoom: boolean;
  rights: Partial<Record<string, boolean>>;
}

type Rights = PluginEntry['rights'];

function subjectOf({ kind, extension, isRoom, rights }: PluginEntry): Subject {
  const is = (): Subject['kind'] => {
    if (isRoom) return 'room';
    if (kind === 'folder' || kind === 'image') return kind;
    return kind === 'video' || kind === 'audio' ? 'video' : 'file';
  };
  return { kind: is(), extension, rights };
}

const readable = ({ rights }: PluginEntry) => rights['Read'] !== false;

/** The items of the context menu with the plugins they come from. */
export function menuOf(list: Loaded[], entry: PluginEntry, folder: Rights): [Loaded, ContextMenuItem][] {
  if (!readable(entry)) return [];
  const subject = subjectOf(entry);
  // Rights asked of the place an entry is in: a room is a place itself.
  const place = entry.isRoom ? entry.rights : folder;
  const isOffered = (item: ContextMenuItem) => !item.isSeparator && fits(item, subject, place, viewer());
  return list.flatMap((plugin) =>
    plugin.contextMenu
      .filter(isOffered)
      .map((item): [Loaded, ContextMenuItem] => [plugin, { ...item, items: (item.items ?? []).filter(isOffered) }]),
  );
}

/** The tabs of the info panel. */
export function tabsOf(list: Loaded[], entry: PluginEntry): [Loaded, InfoPanelItem][] {
  if (!readable(entry)) return [];
  const subject = subjectOf(entry);
  return list.flatMap((plugin) =>
    plugin.infoPanel
      .filter((item) => item.subMenu && tells(item, subject, viewer()))
      .map((item): [Loaded, InfoPanelItem] => [plugin, item]),
  );
}

/**
 * Lets a plugin open a file; false when none does. It is handed the file as the server hands it to whoever clicked, at that
 * moment: who may not read it any more has nothing handed over.
 */
export function openByPlugin(entry: PluginEntry, folder: Rights, fetch: () => Promise<unknown>): boolean {
  if (entry.kind === 'folder' || !readable(entry)) return false;
  const subject = subjectOf(entry);
  for (const plugin of plugins.get()) {
    const item = plugin.files.find((one) => one.onClick && opens(one, subject, folder, viewer()));
    if (!item) continue;
    const handler = async (): Promise<Awaited<Answer>> => item.onClick?.((await fetch()) as PluginFile);
    void perform(plugin, handler);
    return true;
  }
  return false;
}
