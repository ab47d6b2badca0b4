import { expect, test } from 'vitest';
import type { ContextMenuItem } from './contract';
import { menuOf } from './entries';
import type { Loaded } from './loaded';

function having(...contextMenu: ContextMenuItem[]): Loaded {
  const record = { name: 'words', pluginName: 'Words', version: '1', url: '', scopes: [], settings: null };
  return { record, object: {}, contextMenu, infoPanel: [], mainButton: [], profileMenu: [], files: [], events: [] };
}

const keys = (list: [Loaded, ContextMenuItem][]) => list.map(([, { key }]) => key);
const ROOM = { id: 1, kind: 'folder', extension: '', isRoom: true, rights: { Read: true, Create: true } };
const FILE = { id: 2, kind: 'document', extension: '.txt', isRoom: false, rights: { Read: true, Edit: true } };

test('a room is itself the place whose rights its items ask for', () => {
  const plugin = having(
    { key: 'create', label: '', security: ['Create'] },
    { key: 'pin', label: '', security: ['Create', 'Pin'] },
    { key: 'file', label: '', fileType: ['file'], security: ['Create'] },
  );
  expect(keys(menuOf([plugin], ROOM, {}))).toEqual(['create']);
  expect(keys(menuOf([plugin], { ...ROOM, rights: { Read: true } }, { Create: true }))).toEqual([]);
  expect(keys(menuOf([plugin], FILE, { Create: true }))).toEqual(['create', 'file']);
});

test('items within an item ask for themselves', () => {
  const items = [
    { key: 'edit', label: '', itemSecurity: ['Edit'] },
    { key: 'delete', label: '', itemSecurity: ['Delete'] },
    { key: 'line', label: '', isSeparator: true },
  ];
  const [[, item] = []] = menuOf([having({ key: 'more', label: '', items })], FILE, {});
  expect(item?.items?.map(({ key }) => key)).toEqual(['edit']);
});
