export { sessionQuery, useSelf } from './api/session';
export { ProfileMenu } from './components/ProfileMenu';
export { type HashParameters, hashPassword } from './lib/passwordHash';
export type { Person, Session } from './types';
