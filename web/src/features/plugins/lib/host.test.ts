import { beforeEach, expect, test, vi } from 'vitest';
import { dialogs, showModal } from './dialogs';
import { loadPlugins } from './host';
import { type Loaded, type PluginRecord, plugins } from './loaded';

const record: PluginRecord = {
  name: 'notes',
  pluginName: 'Notes',
  version: '1',
  url: '/p/plugin.js?hash=1',
  scopes: ['Settings', 'ContextMenu'],
  settings: 'a',
};

const setAdminPluginSettingsValue = vi.fn();
const NOTHING = { contextMenu: [], infoPanel: [], mainButton: [], profileMenu: [], files: [], events: [] };
const loaded: Loaded = { record, object: { setAdminPluginSettingsValue }, ...NOTHING };

beforeEach(async () => {
  // Scripts are not run here: the plugin is as one that has come.
  await loadPlugins([]);
  await loadPlugins([record]);
  plugins.set(() => [loaded]);
  setAdminPluginSettingsValue.mockReset();
});

test('a plugin whose settings are others goes on, is told, and its dialog stays', async () => {
  const frame = document.getElementById('plugin-iframe');
  showModal(loaded, { dialogHeader: 'Open' });
  await loadPlugins([{ ...record, settings: 'b' }]);
  expect(document.getElementById('plugin-iframe')).toBe(frame);
  expect(setAdminPluginSettingsValue.mock.calls).toEqual([['b']]);
  expect(plugins.get()[0]?.record.settings).toBe('b');
  expect(plugins.get()[0]?.object).toBe(loaded.object);
  expect(dialogs.get().modal?.dialog.dialogHeader).toBe('Open');
});

test('another version begins anew, and what was open goes', async () => {
  const frame = document.getElementById('plugin-iframe');
  showModal(loaded, { dialogHeader: 'Open' });
  await loadPlugins([{ ...record, url: '/p/plugin.js?hash=2' }]);
  expect(document.getElementById('plugin-iframe')).not.toBe(frame);
  expect(plugins.get()).toEqual([]);
  expect(dialogs.get().modal).toBeNull();
});

test('one that throws at its settings goes on with what it knew', async () => {
  setAdminPluginSettingsValue.mockImplementation(() => {
    throw new Error('no');
  });
  await loadPlugins([{ ...record, settings: null }]);
  expect(plugins.get()[0]?.record.settings).toBeNull();
});
