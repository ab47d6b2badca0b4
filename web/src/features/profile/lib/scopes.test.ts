import { expect, test } from 'vitest';
import { fromPermissions, NO_AREAS, type Scopes, toPermissions } from './scopes';

test('everything, reading everything, and parts of it go to the server and come back', () => {
  const some: Scopes = { reach: 'some', areas: { ...NO_AREAS, files: 'write', rooms: 'read' } };
  expect(toPermissions(some)).toEqual(['files:read', 'files:write', 'rooms:read']);
  expect(fromPermissions(toPermissions(some))).toEqual(some);
  expect(toPermissions({ reach: 'read', areas: NO_AREAS })).toEqual(['*:read']);
  expect(fromPermissions(['*:read']).reach).toBe('read');
  expect(toPermissions({ reach: 'all', areas: NO_AREAS })).toEqual(['*']);
});

test('an empty list stands for everything', () => {
  expect(fromPermissions([]).reach).toBe('all');
  expect(fromPermissions(['*:write']).reach).toBe('all');
});

test('nothing chosen is no permission at all', () => {
  expect(toPermissions({ reach: 'some', areas: NO_AREAS })).toEqual([]);
});
