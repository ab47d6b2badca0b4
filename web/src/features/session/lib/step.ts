import type { Schemas } from '@/api/client';

/** What is still to be shown after a right password: a code of an app, or an app to be set up first. */
export interface FactorStep {
  kind: 'TfaAuth' | 'TfaActivation';
  /** What goes into the `confirm` header; the key itself is in a cookie. */
  header: string;
}

/** Reads a step off a `/confirm/…` address; null when it leads somewhere else. */
export function stepOf(url: string): FactorStep | null {
  const { searchParams, search } = new URL(url, window.location.origin);
  const kind = searchParams.get('type');
  if (kind !== 'TfaAuth' && kind !== 'TfaActivation') return null;
  return { kind, header: search.replace(/^\?/, '') };
}

/** The step a login answers with; null when one is in. */
export function stepAfter(answer: Schemas['AuthenticationTokenDto']): FactorStep | null {
  return answer.tfa && answer.confirmUrl ? stepOf(answer.confirmUrl) : null;
}
