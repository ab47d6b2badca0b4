import type { Verdict } from '../api/check';

/** Links that come to something by one click on their page. */
export const DEEDS = [
  'EmailActivation',
  'EmailChange',
  'ProfileRemove',
  'PortalSuspend',
  'PortalContinue',
  'PortalRemove',
  'PortalOwnerChange',
  'GuestShareLink',
  'Auth',
] as const;

export type Deed = (typeof DEEDS)[number];

export function isDeed(type: string): type is Deed {
  return (DEEDS as readonly string[]).includes(type);
}

interface DeedKind {
  /** Done as soon as the page is there: nothing is lost by it. */
  atOnce?: boolean;
  /** Cannot be taken back. */
  danger?: boolean;
  /** Only for somebody who is signed in. */
  inside?: boolean;
  /** Where one goes on afterwards; absent = to the sign-in. */
  next?: '/rooms' | '/people/guests' | null;
}

export const DEED_KINDS: Record<Deed, DeedKind> = {
  EmailActivation: { atOnce: true },
  EmailChange: {},
  ProfileRemove: { danger: true, next: null },
  PortalSuspend: { danger: true, next: null },
  PortalContinue: {},
  PortalRemove: { danger: true, next: null },
  PortalOwnerChange: { danger: true, next: '/rooms' },
  GuestShareLink: { inside: true, next: '/people/guests' },
  Auth: { atOnce: true, next: '/rooms' },
};

/** Whether a new link of this type can be had right on the page that refuses the old one. */
export function canAskAgain(type: string, verdict: Verdict): boolean {
  return type === 'PasswordChange' && (verdict === 'expired' || verdict === 'invalid');
}
