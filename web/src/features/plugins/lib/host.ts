// Loads the scripts of plugins into a page of their own beside the app's, as the contract wants it (ai/50 §3;
// docs/decisions/0014-plugins.md), and keeps what those at work offer.
import type { PluginObject } from './contract';
import { closeAll } from './dialogs';
import { type Loaded, type Offer, type PluginRecord, plugins } from './loaded';

const FRAME = 'plugin-iframe';
type PluginWindow = Window & { Plugins?: Record<string, PluginObject | undefined> };

/** A new hidden page; its window has a place for plugins before the first script comes. */
function openFrame(): Promise<PluginWindow | null> {
  const frame = document.createElement('iframe');
  frame.id = FRAME;
  frame.hidden = true;
  frame.title = FRAME;
  frame.srcdoc = '<!doctype html>';
  return new Promise((done) => {
    frame.onload = () => {
      const inside = frame.contentWindow as PluginWindow | null;
      if (inside) inside.Plugins = {};
      done(inside);
    };
    document.body.append(frame);
  });
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

/** Reads what a plugin offers; nothing while it hides. */
export function offerOf({ scopes }: PluginRecord, object: PluginObject): Offer {
  const hidden = object.getStatus?.() === 'hide';
  const of = <T>(scope: string, read: (() => Map<string, T> | undefined) | undefined) =>
    !hidden && scopes.includes(scope) ? items(read, object) : [];
  return {
    contextMenu: of('ContextMenu', object.getContextMenuItems),
    infoPanel: of('InfoPanel', object.getInfoPanelItems),
    mainButton: of('MainButton', object.getMainButtonItems),
    profileMenu: of('ProfileMenu', object.getProfileMenuItems),
    files: of('File', object.getFileItems),
    events: of('EventListener', object.getEventListenerItems),
  };
}

async function load(record: PluginRecord, inside: PluginWindow): Promise<Loaded | null> {
  if (!(await run(record, inside.document))) return null;
  const object = inside.Plugins?.[record.pluginName];
  if (!object) return null;
  if (record.scopes.includes('Settings')) object.setAdminPluginSettingsValue?.(record.settings);
  if (record.scopes.includes('API')) object.setAPI?.(window.location.origin, '', '/api/2.0');
  await object.onLoadCallback?.();
  return { record, object, ...offerOf(record, object) };
}

let round = 0;
/** What is at work, or on its way. */
let current: PluginRecord[] = [];

const scripts = (records: PluginRecord[]) =>
  JSON.stringify(records.map(({ name, pluginName, url, scopes }) => [name, pluginName, url, scopes]));

/** A plugin as its record says now: told of settings that somebody keeps for it since it came. */
function renewed(plugin: Loaded): Loaded {
  const record = current.find(({ name }) => name === plugin.record.name) ?? plugin.record;
  if (record.settings === plugin.record.settings) return { ...plugin, record };
  const { object } = plugin;
  try {
    if (record.scopes.includes('Settings')) object.setAdminPluginSettingsValue?.(record.settings);
  } catch {
    // It goes on with what it knew.
  }
  return { record, object, ...offerOf(record, object) };
}

/**
 * Has these plugins at work, and no other. One that is broken is none, and keeps no other from working. Where only settings
 * are others, the scripts go on and are told: a dialog that is open stays.
 */
export async function loadPlugins(records: PluginRecord[]): Promise<void> {
  const same = scripts(records) === scripts(current) && document.getElementById(FRAME) !== null;
  current = records;
  if (same) {
    plugins.set((list) => list.map(renewed));
    return;
  }
  round += 1;
  const mine = round;
  document.getElementById(FRAME)?.remove();
  plugins.set(() => []);
  closeAll();
  const inside = records.length > 0 ? await openFrame() : null;
  if (!inside) return;
  for (const record of records) {
    void load(record, inside)
      .catch(() => null)
      .then((loaded) => {
        // Each appears as soon as it is ready, in the order of the list; one of a round that is over does not.
        if (!loaded || mine !== round) return;
        const ready = renewed(loaded);
        plugins.set((list) =>
          records.flatMap(({ name }) => [...list, ready].find(({ record: one }) => one.name === name) ?? []),
        );
      });
  }
}
