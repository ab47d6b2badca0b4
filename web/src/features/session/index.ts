export { useSaveLanguage } from './api/language';
export { useLook, useLookOfAccount } from './api/look';
export { sessionQuery, useSelf } from './api/session';
export { DoorFrame } from './components/DoorFrame';
export { ProfileMenu } from './components/ProfileMenu';
export { type HashParameters, hashPassword } from './lib/passwordHash';
export type { Person, PortalSettings, Session } from './types';
