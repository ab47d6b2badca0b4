import type { Schemas } from '@/api/client';

export type PortalSettings = Schemas['SettingsDto'];
export type Person = Schemas['EmployeeFullDto'];

/** Where the visitor stands: the space is new, it is closed, they are a stranger, or they are somebody. */
export type Session =
  | { state: 'wizard'; settings: PortalSettings }
  | { state: 'closed'; settings: PortalSettings }
  | { state: 'anonymous'; settings: PortalSettings }
  | { state: 'member'; settings: PortalSettings; self: Person };
