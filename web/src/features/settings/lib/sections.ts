// What there is to set, page by page: for the tabs and for the search.

export const TABS = [
  'signIn',
  'access',
  'logins',
  'audit',
  'brand',
  'mail',
  'storage',
  'statistics',
  'backup',
  'webhooks',
  'plugins',
  'embedding',
] as const;

export type SettingsTab = (typeof TABS)[number];

export const PATHS = {
  signIn: '/settings',
  access: '/settings/access',
  logins: '/settings/logins',
  audit: '/settings/audit',
  brand: '/settings/brand',
  mail: '/settings/mail',
  storage: '/settings/storage',
  statistics: '/settings/statistics',
  backup: '/settings/backup',
  webhooks: '/settings/webhooks',
  plugins: '/settings/plugins',
  embedding: '/settings/embedding',
} as const satisfies Record<SettingsTab, string>;

export const TAB_TITLES = {
  signIn: 'settings.signIn',
  access: 'settings.access',
  logins: 'settings.logins',
  audit: 'settings.audit',
  brand: 'brand.title',
  mail: 'settings.mail',
  storage: 'settings.storage',
  statistics: 'statistics.title',
  backup: 'backup.title',
  webhooks: 'webhooks.title',
  plugins: 'plugins.title',
  embedding: 'embedding.tab',
} as const satisfies Record<SettingsTab, string>;

/** Titles of sections, and words about them that one may search for. */
export const SECTIONS = {
  signIn: [
    ['settings.password', 'settings.passwordHint'],
    ['settings.factor', 'settings.factorHint'],
    ['settings.limits', 'settings.limitsHint'],
    ['settings.session', 'settings.sessionHint'],
  ],
  access: [
    ['settings.inviting', 'settings.invitingHint'],
    ['settings.domains', 'settings.domainsHint'],
    ['settings.addresses', 'settings.addressesHint'],
    ['settings.messages', 'settings.messagesHint'],
    ['settings.devTools', 'settings.devToolsHint'],
    ['settings.lifetimes', 'settings.lifetimesHint'],
    ['settings.owner', 'settings.ownerHint'],
  ],
  logins: [['settings.logins', 'events.loginsHint']],
  audit: [['settings.audit', 'events.auditHint']],
  brand: [
    ['brand.name', 'brand.nameHint'],
    ['brand.logos', 'brand.logosHint'],
  ],
  mail: [
    ['mailServer.title', 'mailServer.hint'],
    ['mailServer.test', 'mailServer.tested'],
  ],
  storage: [
    ['settings.used', 'settings.usedHint'],
    ['place.title', 'place.hint'],
    ['encryption.title', 'encryption.hint'],
    ['settings.spaceQuota', 'settings.spaceQuotaHint'],
    ['settings.roomQuota', 'settings.roomQuotaHint'],
    ['settings.peopleQuota', 'settings.peopleQuotaHint'],
  ],
  statistics: [
    ['statistics.uploads', 'statistics.uploadsHint'],
    ['statistics.parts', 'settings.usedHint'],
    ['statistics.rooms', 'statistics.roomsHint'],
    ['statistics.people', 'statistics.peopleHint'],
  ],
  backup: [
    ['backup.now', 'backup.nowHint'],
    ['backup.schedule', 'backup.scheduleHint'],
    ['backup.test', 'backup.testHint'],
    ['backup.archives', 'backup.archivesHint'],
  ],
  webhooks: [['webhooks.title', 'webhooks.hint']],
  plugins: [['plugins.title', 'plugins.hint']],
  embedding: [
    ['embedding.title', 'embedding.hint'],
    ['settings.snippet', 'settings.snippetHint'],
  ],
} as const satisfies Record<SettingsTab, readonly (readonly [title: string, about: string])[]>;
