import { expect, test } from 'vitest';
import type { ContextMenuItem } from './contract';
import { deviceOf, fits, isFor, opens, roleOf, type Subject, tells, type Viewer } from './filters';

const VIEWER: Viewer = { role: 'User', device: 'desktop' };
const FILE: Subject = { kind: 'file', extension: '.md', rights: { Edit: true } };
const ITEM: ContextMenuItem = { key: 'a', label: 'A' };

test('what names nobody is for everybody', () => {
  expect(isFor(undefined, undefined, VIEWER)).toBe(true);
  expect(isFor([], [], VIEWER)).toBe(true);
  expect(isFor(['Owner'], undefined, VIEWER)).toBe(false);
  expect(isFor(['User'], ['mobile'], VIEWER)).toBe(false);
});

test('an item of the menu asks for kind, ending and rights', () => {
  expect(fits({ ...ITEM, fileType: ['file'], fileExt: ['.md'] }, FILE, {}, VIEWER)).toBe(true);
  expect(fits({ ...ITEM, fileType: ['folder'] }, FILE, {}, VIEWER)).toBe(false);
  expect(fits({ ...ITEM, fileExt: ['.txt'] }, FILE, {}, VIEWER)).toBe(false);
  expect(fits({ ...ITEM, itemSecurity: ['Edit', 'Delete'] }, FILE, {}, VIEWER)).toBe(false);
  expect(fits({ ...ITEM, security: ['Create'] }, FILE, {}, VIEWER)).toBe(false);
  expect(fits({ ...ITEM, security: ['Create'] }, FILE, { Create: true }, VIEWER)).toBe(true);
  expect(fits({ ...ITEM, fileExt: ['.md'] }, { ...FILE, kind: 'folder', extension: '' }, {}, VIEWER)).toBe(true);
});

test('a file is opened by its ending', () => {
  expect(opens({ extension: '.md' }, FILE, {}, VIEWER)).toBe(true);
  expect(opens({ extension: '.txt' }, FILE, {}, VIEWER)).toBe(false);
  expect(opens({ extension: '.md', fileSecurity: ['Delete'] }, FILE, {}, VIEWER)).toBe(false);
});

test('a tab of the panel asks for kind and ending', () => {
  expect(tells({ key: 'a' }, FILE, VIEWER)).toBe(true);
  expect(tells({ key: 'a', filesType: ['room'] }, FILE, VIEWER)).toBe(false);
  expect(tells({ key: 'a', filesExsts: ['.txt'] }, FILE, VIEWER)).toBe(false);
  expect(tells({ key: 'a', usersTypes: ['Owner'] }, FILE, VIEWER)).toBe(false);
});

test('roles and devices have the names that plugins know', () => {
  expect(roleOf({ isOwner: true, isAdmin: true })).toBe('Owner');
  expect(roleOf({ isAdmin: true })).toBe('DocSpaceAdmin');
  expect(roleOf({ isCollaborator: true })).toBe('Collaborator');
  expect(roleOf({ isVisitor: true })).toBe('User');
  expect(roleOf({})).toBe('RoomAdmin');
  expect([390, 800, 1280].map(deviceOf)).toEqual(['mobile', 'tablet', 'desktop']);
});
