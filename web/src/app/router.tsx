import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from '@tanstack/react-router';
import { readListSearch } from '@/features/browser';
import { destinationOf } from '@/features/embedding';
import { brandQuery, sessionQuery, useBrandOfTab } from '@/features/session';
import { queryClient } from './queryClient';
import { NotFound, RouteError } from './RouteError';
import { Shell } from './Shell';

interface Context {
  client: QueryClient;
}

/** Addresses that the published contract knows, and the app says in other words. */
const ELSEWHERE = /^\/(rooms\/(shared|personal|archived)|files\/\w+|shared-with-me)(\/|$)|\/filter$/;

const root = createRootRouteWithContext<Context>()({
  beforeLoad: ({ context, location: { pathname, search } }) => {
    void context.client.prefetchQuery(brandQuery);
    const shared = pathname === '/rooms/share' && 'sortBy' in search;
    const found = shared || ELSEWHERE.test(pathname) ? destinationOf(pathname, search) : null;
    if (found) throw redirect({ to: found.to, search: found.search as never, replace: true });
  },
  component: Root,
  errorComponent: RouteError,
  notFoundComponent: NotFound,
});

function Root() {
  useBrandOfTab();
  return <Outlet />;
}

const screens = () => import('./screens');

const wizard = createRoute({
  getParentRoute: () => root,
  path: '/wizard',
  beforeLoad: async ({ context }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (session.state !== 'wizard') throw redirect({ to: '/rooms' });
  },
  component: lazyRouteComponent(() => import('@/features/session/door'), 'WizardPage'),
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    // Only a path of this very app: an address from outside must not lead anywhere else.
    typeof search['next'] === 'string' && /^\/(?![/\\])/.test(search['next']) ? { next: search['next'] } : {},
  beforeLoad: async ({ context }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (session.state === 'wizard') throw redirect({ to: '/wizard' });
    if (session.state === 'closed') throw redirect({ to: '/closed' });
    if (session.state === 'member') throw redirect({ to: '/rooms' });
  },
  component: lazyRouteComponent(() => import('@/features/session/door'), 'SignInPage'),
});

/** The space is suspended, or is being restored. */
const closed = createRoute({
  getParentRoute: () => root,
  path: '/closed',
  beforeLoad: async ({ context }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (session.state !== 'closed') throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('@/features/session/door'), 'ClosedPage'),
});

/** Invitations and mailed links. */
const confirm = createRoute({
  getParentRoute: () => root,
  path: '/confirm/$type',
  beforeLoad: ({ context }) => context.client.ensureQueryData(sessionQuery),
  component: lazyRouteComponent(screens, 'Confirm'),
});

/** Links for everybody. */
const visit = createRoute({
  getParentRoute: () => root,
  path: '/rooms/share',
  validateSearch: (search: Record<string, unknown>): { key: string; folder?: string } => ({
    ...readListSearch(search),
    key: String(search['key'] ?? ''),
    ...(search['folder'] !== undefined && { folder: String(search['folder']) }),
  }),
  component: lazyRouteComponent(screens, 'Visit'),
});

/** The link of one picture, film or recording. */
const sharedFile = createRoute({
  getParentRoute: () => root,
  path: '/share/preview/$fileId',
  validateSearch: (search: Record<string, unknown>): { share: string } => ({ share: String(search['share'] ?? '') }),
  component: lazyRouteComponent(screens, 'SharedFile'),
});

/** Files at the address the API gives them. */
const doceditor = createRoute({
  getParentRoute: () => root,
  path: '/doceditor',
  validateSearch: ({ fileId, fileid, share, action }: Record<string, unknown>) => ({
    fileId: Number(fileId ?? fileid),
    share: share === undefined ? '' : String(share),
    action: action === undefined ? '' : String(action),
  }),
  beforeLoad: async ({ search, ...given }) => {
    if (!search.share) await membersOnly(given);
  },
  component: lazyRouteComponent(() => import('./doceditor'), 'DocEditor'),
});

/** Pages for frames of other sites (platform/11); the second name is that of older scripts. */
const sdk = createRoute({
  getParentRoute: () => root,
  path: '/sdk/$page',
  beforeLoad: sdkPage,
  component: lazyRouteComponent(() => import('./sdk'), 'SdkPage'),
});
const oldSdk = createRoute({
  getParentRoute: () => root,
  path: '/old-sdk/$page',
  beforeLoad: sdkPage,
  component: lazyRouteComponent(() => import('./sdk'), 'SdkPage'),
});

async function sdkPage({ params, ...given }: { params: { page: string }; context: Context; location: Here }) {
  const { key, folder } = given.location.search as { key?: string; folder?: string };
  if (params.page === 'public-room')
    throw redirect({
      to: '/rooms/share',
      search: { key: String(key ?? ''), ...(folder && { folder }) },
      replace: true,
    });
  // The system page is there for those who are not in yet.
  if (params.page !== 'system') await membersOnly(given);
}

interface Here {
  pathname: string;
  href: string;
  search: object;
}

/** Leads those who are not signed in to the door. */
async function membersOnly({ context, location }: { context: Context; location: Omit<Here, 'search'> }) {
  const session = await context.client.ensureQueryData(sessionQuery);
  if (session.state === 'wizard') throw redirect({ to: '/wizard' });
  if (session.state === 'closed') throw redirect({ to: '/closed' });
  if (session.state === 'anonymous')
    throw redirect({ to: '/login', search: location.pathname === '/' ? {} : { next: location.href } });
}

/** Everything behind the door. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: membersOnly,
  component: Shell,
});

/** A text being written; it has the whole window. */
const editor = createRoute({
  getParentRoute: () => root,
  path: '/editor/$fileId',
  beforeLoad: membersOnly,
  component: lazyRouteComponent(() => import('./editor'), 'Editor'),
});

/** A form being filled in; it has the whole window. */
const form = createRoute({
  getParentRoute: () => root,
  path: '/form/$fileId',
  beforeLoad: membersOnly,
  component: lazyRouteComponent(() => import('./form'), 'Form'),
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/rooms', replace: true });
  },
});

const folderParams = {
  parse: ({ folderId }: { folderId: string }) => ({ folderId }),
};

const rooms = createRoute({
  getParentRoute: () => inside,
  path: '/rooms',
  component: lazyRouteComponent(screens, 'Rooms'),
});
const archive = createRoute({
  getParentRoute: () => inside,
  path: '/archive',
  component: lazyRouteComponent(screens, 'Archive'),
});
const templates = createRoute({
  getParentRoute: () => inside,
  path: '/templates',
  component: lazyRouteComponent(screens, 'Templates'),
});
const room = createRoute({
  getParentRoute: () => inside,
  path: '/rooms/$folderId',
  params: folderParams,
  validateSearch: readListSearch,
  component: lazyRouteComponent(screens, 'Room'),
});
const documents = createRoute({
  getParentRoute: () => inside,
  path: '/documents',
  validateSearch: readListSearch,
  component: lazyRouteComponent(screens, 'Documents'),
});
const documentsFolder = createRoute({
  getParentRoute: () => inside,
  path: '/documents/$folderId',
  params: folderParams,
  validateSearch: readListSearch,
  component: lazyRouteComponent(screens, 'DocumentsFolder'),
});
/** Where the API says that pictures, films and recordings are. */
const media = createRoute({
  getParentRoute: () => inside,
  path: '/media/view/$fileId',
  component: lazyRouteComponent(screens, 'Media'),
});
const recent = createRoute({
  getParentRoute: () => inside,
  path: '/recent',
  validateSearch: readListSearch,
  component: lazyRouteComponent(screens, 'Recent'),
});
const shared = createRoute({
  getParentRoute: () => inside,
  path: '/shared',
  validateSearch: readListSearch,
  component: lazyRouteComponent(screens, 'Shared'),
});
const favorites = createRoute({
  getParentRoute: () => inside,
  path: '/favorites',
  validateSearch: readListSearch,
  component: lazyRouteComponent(screens, 'Favorites'),
});
const trash = createRoute({
  getParentRoute: () => inside,
  path: '/trash',
  validateSearch: readListSearch,
  component: lazyRouteComponent(screens, 'Trash'),
});
const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  component: lazyRouteComponent(screens, 'People'),
});
const groups = createRoute({
  getParentRoute: () => inside,
  path: '/people/groups',
  component: lazyRouteComponent(screens, 'Groups'),
});
const guests = createRoute({
  getParentRoute: () => inside,
  path: '/people/guests',
  component: lazyRouteComponent(screens, 'Guests'),
});

const profile = createRoute({
  getParentRoute: () => inside,
  path: '/profile',
  component: lazyRouteComponent(screens, 'Profile'),
});
const profileSecurity = createRoute({
  getParentRoute: () => inside,
  path: '/profile/security',
  component: lazyRouteComponent(screens, 'ProfileSecurity'),
});
const profileNotifications = createRoute({
  getParentRoute: () => inside,
  path: '/profile/notifications',
  component: lazyRouteComponent(screens, 'ProfileNotifications'),
});
const profileKeys = createRoute({
  getParentRoute: () => inside,
  path: '/profile/keys',
  component: lazyRouteComponent(screens, 'ProfileKeys'),
});
const profileWebhooks = createRoute({
  getParentRoute: () => inside,
  path: '/profile/webhooks',
  component: lazyRouteComponent(screens, 'ProfileWebhooks'),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(screens, 'Settings'),
});
const settingsAccess = createRoute({
  getParentRoute: () => inside,
  path: '/settings/access',
  component: lazyRouteComponent(screens, 'SettingsAccess'),
});

const settingsLogins = createRoute({
  getParentRoute: () => inside,
  path: '/settings/logins',
  component: lazyRouteComponent(screens, 'SettingsLogins'),
});
const settingsAudit = createRoute({
  getParentRoute: () => inside,
  path: '/settings/audit',
  component: lazyRouteComponent(screens, 'SettingsAudit'),
});

const settingsEmbedding = createRoute({
  getParentRoute: () => inside,
  path: '/settings/embedding',
  component: lazyRouteComponent(screens, 'SettingsEmbedding'),
});
/** Where the script leads administrators of a space that does not know its site yet. */
const developerTools = createRoute({
  getParentRoute: () => inside,
  path: '/developer-tools/javascript-sdk',
  beforeLoad: () => {
    throw redirect({ to: '/settings/embedding', replace: true });
  },
});
const settingsStorage = createRoute({
  getParentRoute: () => inside,
  path: '/settings/storage',
  component: lazyRouteComponent(screens, 'SettingsStorage'),
});
const settingsStatistics = createRoute({
  getParentRoute: () => inside,
  path: '/settings/statistics',
  component: lazyRouteComponent(screens, 'SettingsStatistics'),
});
const settingsWebhooks = createRoute({
  getParentRoute: () => inside,
  path: '/settings/webhooks',
  component: lazyRouteComponent(screens, 'SettingsWebhooks'),
});
const settingsBackup = createRoute({
  getParentRoute: () => inside,
  path: '/settings/backup',
  component: lazyRouteComponent(screens, 'SettingsBackup'),
});
const settingsPlugins = createRoute({
  getParentRoute: () => inside,
  path: '/settings/plugins',
  component: lazyRouteComponent(screens, 'SettingsPlugins'),
});
const settingsBrand = createRoute({
  getParentRoute: () => inside,
  path: '/settings/brand',
  component: lazyRouteComponent(screens, 'SettingsBrand'),
});
const settingsMail = createRoute({
  getParentRoute: () => inside,
  path: '/settings/mail',
  component: lazyRouteComponent(screens, 'SettingsMail'),
});

/** Where the API says that people's profiles are. */
const accounts = createRoute({
  getParentRoute: () => inside,
  path: '/accounts/$list/filter',
  beforeLoad: ({ params, search }) => {
    const { search: q } = search as { search?: string };
    throw redirect({
      to: params.list === 'guests' ? '/people/guests' : '/people',
      search: (q ? { q } : {}) as never,
      replace: true,
    });
  },
});

/** Short numbers and yes or no are what they look like; everything else, above all the keys of links, stays as it is. */
function readValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

export const router = createRouter({
  routeTree: root.addChildren([
    wizard,
    login,
    closed,
    confirm,
    visit,
    sharedFile,
    editor,
    form,
    doceditor,
    sdk,
    oldSdk,
    inside.addChildren([
      home,
      rooms,
      room,
      archive,
      templates,
      documents,
      documentsFolder,
      media,
      recent,
      favorites,
      shared,
      trash,
      people,
      groups,
      guests,
      accounts,
      settings,
      settingsAccess,
      settingsLogins,
      settingsAudit,
      settingsBrand,
      settingsMail,
      settingsEmbedding,
      developerTools,
      settingsStorage,
      settingsStatistics,
      settingsWebhooks,
      settingsBackup,
      settingsPlugins,
      profile,
      profileSecurity,
      profileNotifications,
      profileKeys,
      profileWebhooks,
    ]),
  ]),
  context: { client: queryClient },
  defaultPreload: 'intent',
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
  parseSearch: parseSearchWith(readValue),
  stringifySearch: stringifySearchWith(String),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
