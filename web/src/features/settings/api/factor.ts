import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { outOfReach } from '@/shared/realtime';
import type { Setting } from './setting';

/** Who shows a code of an app when signing in. */
export interface FactorPolicy {
  on: boolean;
  /** From these addresses nobody is asked … */
  trusted: string[];
  /** … but these people and the members of these groups. */
  people: string[];
  groups: string[];
}

/** Kinds of second factors, as the contract numbers them. */
const NONE = 0 as const;
const APP = 2 as const;

function toBody({ on, trusted, people, groups }: FactorPolicy) {
  return {
    type: on ? APP : NONE,
    trustedIps: trusted,
    mandatoryUsers: people,
    mandatoryGroups: groups,
  };
}

export const FACTOR_POLICY: Setting<FactorPolicy> = {
  name: 'factor',
  load: async (signal) => {
    const kinds = await unwrap(api.GET('/api/2.0/settings/tfaapp', { signal }));
    const app = (kinds ?? []).find(({ id }) => id === 'app');
    return {
      on: app?.enabled ?? false,
      trusted: app?.trustedIps ?? [],
      people: app?.mandatoryUsers ?? [],
      groups: app?.mandatoryGroups ?? [],
    };
  },
  save: (policy) => unwrap(api.PUT('/api/2.0/settings/tfaapp', { body: toBody(policy) })),
};

/** Switches it on and tells where one goes on oneself: everybody has to sign in again. */
export function useSwitchFactorOn() {
  return useMutation({
    mutationFn: (policy: FactorPolicy) =>
      outOfReach(() => unwrap(api.PUT('/api/2.0/settings/tfaappwithlink', { body: toBody(policy) }))),
    onSuccess: (url) => window.location.assign(url || '/login'),
  });
}
