// What an API key may do, as people think of it, and as the server lists it.

/** Parts of the space that a key can be let into. */
export const AREAS = ['accounts.self', 'accounts', 'files', 'rooms'] as const;
export type ScopeArea = (typeof AREAS)[number];
export type Level = 'none' | 'read' | 'write';

export interface Scopes {
  /** `all` everything, `read` look at everything, `some` as `areas` says. */
  reach: 'all' | 'read' | 'some';
  areas: Record<ScopeArea, Level>;
}

export const NO_AREAS: Record<ScopeArea, Level> = {
  'accounts.self': 'none',
  accounts: 'none',
  files: 'none',
  rooms: 'none',
};

/** The permissions of a key; the server keeps "everything" as an empty list. */
export function toPermissions({ reach, areas }: Scopes): string[] {
  if (reach === 'all') return ['*'];
  if (reach === 'read') return ['*:read'];
  return AREAS.flatMap((area) => {
    // Writing alone would not let a key look at groups.
    if (areas[area] === 'write') return [`${area}:read`, `${area}:write`];
    return areas[area] === 'read' ? [`${area}:read`] : [];
  });
}

export function fromPermissions(permissions: string[]): Scopes {
  const has = (one: string) => permissions.includes(one);
  const level = (area: ScopeArea): Level => (has(`${area}:write`) ? 'write' : has(`${area}:read`) ? 'read' : 'none');
  const areas = Object.fromEntries(AREAS.map((area) => [area, level(area)])) as Record<ScopeArea, Level>;
  if (permissions.length === 0 || has('*') || has('*:write')) return { reach: 'all', areas };
  return { reach: has('*:read') ? 'read' : 'some', areas };
}
