// The security settings of the contract (platform/03a, platform/06 §6.6), one after the other.
import { api, type Schemas, unwrap } from '@/api/client';
import type { Setting } from './setting';

export interface PasswordRules {
  minLength: number;
  upperCase: boolean;
  digits: boolean;
  symbols: boolean;
}

export const PASSWORD_RULES: Setting<PasswordRules> = {
  name: 'password',
  load: async (signal) => {
    const { minLength, upperCase, digits, specSymbols } = await unwrap(
      api.GET('/api/2.0/settings/security/password', { signal }),
    );
    return { minLength, upperCase, digits, symbols: specSymbols };
  },
  save: ({ symbols, ...rules }) =>
    unwrap(api.PUT('/api/2.0/settings/security/password', { body: { ...rules, specSymbols: symbols } })),
};

/** Attempts, and seconds. */
export interface LoginLimits {
  attemptCount: number;
  blockTime: number;
  checkPeriod: number;
}

export const LOGIN_LIMITS: Setting<LoginLimits> = {
  name: 'loginLimits',
  load: async (signal) => {
    const limits = await unwrap(api.GET('/api/2.0/settings/security/loginsettings', { signal }));
    const { attemptCount, blockTime, checkPeriod } = limits;
    return { attemptCount, blockTime, checkPeriod };
  },
  save: (body) => unwrap(api.PUT('/api/2.0/settings/security/loginsettings', { body })),
  reset: () => unwrap(api.DELETE('/api/2.0/settings/security/loginsettings')),
};

export interface SessionLife {
  limited: boolean;
  minutes: number;
}

export const SESSION_LIFE: Setting<SessionLife> = {
  name: 'sessionLife',
  load: async (signal) => {
    const { enabled, lifeTime } = await unwrap(api.GET('/api/2.0/settings/cookiesettings', { signal }));
    return { limited: enabled, minutes: lifeTime };
  },
  save: ({ limited, minutes }) =>
    unwrap(api.PUT('/api/2.0/settings/cookiesettings', { body: { enabled: limited, lifeTime: minutes } })),
};

export interface AddressRules {
  on: boolean;
  /** Addresses and ranges from which people may come. */
  rules: { ip: string; adminsOnly: boolean }[];
}

export const ADDRESS_RULES: Setting<AddressRules> = {
  name: 'addressRules',
  load: async (signal) => {
    const [settings, list] = await Promise.all([
      unwrap(api.GET('/api/2.0/settings/iprestrictions/settings', { signal })),
      unwrap(api.GET('/api/2.0/settings/iprestrictions', { signal })),
    ]);
    return {
      on: settings.enable ?? false,
      rules: (list ?? []).map(({ ip, forAdmin }) => ({ ip: ip ?? '', adminsOnly: forAdmin ?? false })),
    };
  },
  save: ({ on, rules }) => {
    const ipRestrictions = rules
      .filter(({ ip }) => ip.trim() !== '')
      .map(({ ip, adminsOnly }) => ({ ip: ip.trim(), forAdmin: adminsOnly }));
    return unwrap(api.PUT('/api/2.0/settings/iprestrictions/settings', { body: { ipRestrictions, enable: on } }));
  },
};

export interface MailDomains {
  kind: 'none' | 'custom' | 'all';
  domains: string[];
}

const KINDS: MailDomains['kind'][] = ['none', 'custom', 'all'];

export const MAIL_DOMAINS: Setting<MailDomains> = {
  name: 'mailDomains',
  load: async (signal) => {
    const settings = await unwrap(api.GET('/api/2.0/settings', { signal }));
    return { kind: KINDS[settings.trustedDomainsType ?? 0] ?? 'none', domains: settings.trustedDomains ?? [] };
  },
  save: ({ kind, domains }) =>
    unwrap(
      api.POST('/api/2.0/settings/maildomainsettings', {
        body: {
          type: KINDS.indexOf(kind) as Schemas['TenantTrustedDomainsType'],
          domains: kind === 'custom' ? domains : [],
          inviteUsersAsVisitors: false,
        },
      }),
    ),
};

/** Switches that stand alone. */
export const MESSAGES: Setting<boolean> = {
  name: 'messages',
  load: async (signal) => (await unwrap(api.GET('/api/2.0/settings', { signal }))).enableAdmMess ?? false,
  save: (turnOn) => unwrap(api.POST('/api/2.0/settings/messagesettings', { body: { turnOn } })),
};

export interface Inviting {
  members: boolean;
  guests: boolean;
}

export const INVITING: Setting<Inviting> = {
  name: 'inviting',
  load: async (signal) => {
    const settings = await unwrap(api.GET('/api/2.0/settings/invitationsettings', { signal }));
    return { members: settings.allowInvitingMembers, guests: settings.allowInvitingGuests };
  },
  save: ({ members, guests }) =>
    unwrap(
      api.PUT('/api/2.0/settings/invitationsettings', {
        body: { allowInvitingMembers: members, allowInvitingGuests: guests },
      }),
    ),
};

export const DEV_TOOLS_LIMITED: Setting<boolean> = {
  name: 'devTools',
  load: async (signal) =>
    (await unwrap(api.GET('/api/2.0/settings/devtoolsaccess', { signal }))).limitedAccessForUsers ?? false,
  save: (limitedAccessForUsers) =>
    unwrap(api.POST('/api/2.0/settings/devtoolsaccess', { body: { limitedAccessForUsers } })),
};
