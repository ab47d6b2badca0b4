import { useMutation } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import type { ArrivalLink } from '../lib/arrival';
import type { Deed } from '../lib/links';

const ACTIVATED = 1;

/** Does what a mailed link stands for. `email` is the address the check found in it. */
async function perform(deed: Deed, link: ArrivalLink, email: string): Promise<unknown> {
  const headers = { confirm: link.header };
  const uid = link.uid ?? '';
  switch (deed) {
    case 'EmailActivation':
      return unwrap(
        api.PUT('/api/2.0/people/activationstatus/{activationstatus}', {
          params: { path: { activationstatus: ACTIVATED } },
          headers,
          body: { userIds: [uid], resendAll: false },
        }),
      );
    case 'EmailChange':
      return unwrap(
        api.PUT('/api/2.0/people/{userid}/email', { params: { path: { userid: uid } }, headers, body: { email } }),
      );
    case 'ProfileRemove':
      return unwrap(api.DELETE('/api/2.0/people/@self', { headers }));
    case 'PortalSuspend':
      return unwrap(api.PUT('/api/2.0/portal/suspend', { headers }));
    case 'PortalContinue':
      return unwrap(api.PUT('/api/2.0/portal/continue', { headers }));
    case 'PortalRemove':
      return unwrap(api.DELETE('/api/2.0/portal/delete', { headers }));
    case 'PortalOwnerChange':
      return unwrap(api.PUT('/api/2.0/settings/owner', { headers, body: { ownerId: uid } }));
    case 'GuestShareLink':
      return unwrap(api.POST('/api/2.0/people/guests/share/approve', { headers, body: { email } }));
    case 'Auth': {
      const confirmData = { email, key: link.key, first: link.rest['first'] === 'true' || undefined };
      return unwrap(api.POST('/api/2.0/authentication', { body: { confirmData } as Schemas['AuthRequestsDto'] }));
    }
  }
}

/** Nothing of the session is refreshed here: who one is may have changed, so the page goes on with a full load. */
export function useDeed(deed: Deed, link: ArrivalLink) {
  return useMutation({ mutationFn: (email: string) => perform(deed, link, email) });
}
