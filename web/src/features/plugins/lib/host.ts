// Loads the scripts of plugins into a frame of their own origin-wise ours, as the contract wants it (ai/50 §3), and keeps
// what those at work offer.
import { createStore } from '@/shared/lib/store';
import type { ContextMenuItem, EventItem, FileItem, MainButtonItem, PluginObject, ProfileMenuItem } from './contract';

/** A plugin as the server knows it. */
export interface PluginRecord {
  name: string;
  pluginName: string;
  version: string;
  /** Address of the script. */
  url: string;
  cssUrl: string;
  scopes: string[];
  enabled: boolean;
  settings: string;
}

/** One that is at work, with what it offers. */
export interface Loaded {
  record: PluginRecord;
  object: PluginObject;
  contextMenu: ContextMenuItem[];
  mainButton: MainButtonItem[];
  profileMenu: ProfileMenuItem[];
  files: FileItem[];
  events: EventItem[];
}

export const plugins = createStore<Loaded[]>([]);

const FRAME = 'plugin-iframe';
type PluginWindow = Window & { Plugins?: Record<string, PluginObject | undefined> };

/** The hidden page in which scripts of plugins run. */
function frame(): HTMLIFrameElement {
  const known = document.getElementById(FRAME);
  if (known instanceof HTMLIFrameElement) return known;
  const made = document.createElement('iframe');
  made.id = FRAME;
  made.hidden = true;
  made.title = '';
  document.body.append(made);
  const inside = made.contentWindow as PluginWindow | null;
  if (inside) inside.Plugins = {};
  return made;
}

/** Runs a script; false for one that does not load. */
function run({ name, url }: PluginRecord, into: Document): Promise<boolean> {
  return new Promise((done) => {
    const script = into.createElement('script');
    script.id = name;
    script.src = url;
    script.async = true;
    script.onload = () => done(true);
    script.onerror = () => done(false);
    into.head.append(script);
  });
}

/** What a plugin says it offers of a kind; what throws offers nothing. */
function items<T>(read: (() => Map<string, T> | undefined) | undefined, object: PluginObject): T[] {
  try {
    return [...(read?.call(object)?.values() ?? [])];
  } catch {
    return [];
  }
}

/** Reads anew what a plugin offers; nothing while it hides. */
export function offers(record: PluginRecord, object: PluginObject): Omit<Loaded, 'record' | 'object'> {
  const hidden = object.getStatus?.() === 'hide';
  const within = (scope: string) => !hidden && record.scopes.includes(scope);
  return {
    contextMenu: within('ContextMenu') ? items(object.getContextMenuItems, object) : [],
    mainButton: within('MainButton') ? items(object.getMainButtonItems, object) : [],
    profileMenu: within('ProfileMenu') ? items(object.getProfileMenuItems, object) : [],
    files: within('File') ? items(object.getFileItems, object) : [],
    events: within('EventListener') ? items(object.getEventListenerItems, object) : [],
  };
}

async function load(record: PluginRecord): Promise<Loaded | null> {
  const page = frame();
  const inside = page.contentWindow as PluginWindow | null;
  if (!inside || !(await run(record, inside.document))) return null;
  const object = inside.Plugins?.[record.pluginName];
  if (!object) return null;
  if (record.scopes.includes('Settings')) object.setAdminPluginSettingsValue?.(record.settings || null);
  if (!record.enabled) return null;
  if (record.scopes.includes('API')) object.setAPI?.(window.location.origin, '', 'api/2.0');
  await object.onLoadCallback?.();
  return { record, object, ...offers(record, object) };
}

/** Loads plugins. One that is broken is none, and keeps no other from working. */
export async function loadPlugins(records: PluginRecord[]): Promise<void> {
  document.getElementById(FRAME)?.remove();
  const loaded = await Promise.all(records.map((record) => load(record).catch(() => null)));
  plugins.set(() => loaded.filter((one) => one !== null));
}
