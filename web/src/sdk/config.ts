// What a page says about the frame it wants, and what is taken where it says nothing (platform/11 §11.4).

export type Mode = 'manager' | 'room-selector' | 'file-selector' | 'public-room' | 'system' | 'editor' | 'viewer';

export interface Filter {
  count?: string;
  page?: string;
  sortOrder?: string;
  sortBy?: string;
  search?: string;
  withSubfolders?: boolean;
  folder?: string | number;
}

/** Handlers by the names of events; a name without one is null. */
export type Handlers = Record<string, ((data?: unknown) => void) | null | undefined>;

export interface Config {
  /** Address of the space; that of the script where nothing else is said. */
  src: string;
  frameId: string;
  mode: Mode | (string & {});
  id?: string | number | null;
  requestToken?: string | null;
  rootPath?: string;
  name?: string;
  init?: boolean | null;
  width?: string;
  height?: string;
  type?: string;
  theme?: string;
  locale?: string | null;
  buttonColor?: string;
  noLoader?: boolean;
  waiting?: boolean;
  destroyText?: string;
  checkCSP?: boolean;
  acceptButtonLabel?: string;
  cancelButtonLabel?: string;
  showSelectorCancel?: boolean;
  showSelectorHeader?: boolean;
  withSearch?: boolean;
  withBreadCrumbs?: boolean;
  withSubtitle?: boolean;
  selectorType?: string;
  filterParam?: string;
  roomType?: string | number;
  showFilter?: boolean;
  showHeader?: boolean;
  showTitle?: boolean;
  editorType?: string;
  editorGoBack?: boolean | string;
  editorCustomization?: object;
  filter?: Filter;
  events?: Handlers;
  /** Everything else is for the page in the frame alone. */
  [more: string]: unknown;
}

const EVENTS = [
  'onSelectCallback',
  'onCloseCallback',
  'onAppReady',
  'onAppError',
  'onEditorCloseCallback',
  'onAuthSuccess',
  'onSignOut',
  'onDownload',
  'onNoAccess',
  'onNotFound',
  'onContentReady',
  'onEditorOpen',
  'onFileManagerClick',
];

/** A configuration of its own for each frame: nobody changes another's. */
export function usual(src: string): Config {
  return {
    src,
    frameId: 'ds-frame',
    mode: 'manager',
    id: null,
    requestToken: null,
    rootPath: '/rooms/shared/',
    name: 'frameDocSpace',
    width: '100%',
    height: '100%',
    type: 'desktop',
    theme: 'System',
    locale: null,
    buttonColor: '#5299E0',
    noLoader: true,
    waiting: false,
    destroyText: '',
    checkCSP: true,
    showSelectorCancel: false,
    showSelectorHeader: false,
    withSearch: true,
    withBreadCrumbs: true,
    withSubtitle: true,
    selectorType: 'all',
    filterParam: 'ALL',
    viewAs: 'row',
    viewTableColumns: 'Index,Name,Size,Type,Tags',
    showHeader: false,
    showHeaderBanner: 'none',
    showTitle: true,
    showMenu: false,
    showFilter: false,
    showSignOut: true,
    showSettings: false,
    infoPanelVisible: true,
    disableActionButton: false,
    downloadToEvent: false,
    editorType: 'desktop',
    editorGoBack: true,
    editorCustomization: {},
    filter: {
      count: '100',
      page: '1',
      sortOrder: 'descending',
      sortBy: 'DateAndTime',
      search: '',
      withSubfolders: false,
    },
    events: Object.fromEntries(EVENTS.map((name) => [name, null])),
  };
}

/** What is usual, with what is wished over it. Manager and system always show that they are on their way. */
export function complete(wish: Partial<Config>, src: string): Config {
  const base = usual(src);
  const config: Config = {
    ...base,
    ...wish,
    src: address(wish.src || src),
    filter: { ...base.filter, ...wish.filter },
    events: { ...base.events, ...wish.events },
  };
  if (config.mode === 'manager' || config.mode === 'system') config.noLoader = false;
  return config;
}

/** Without the slash that people type behind an address. */
function address(src: string): string {
  return src.replace(/\/+$/, '');
}

/** The configuration in the address of the script: `api.js?src=…&mode=manager&init=true`. Null where it says nothing. */
export function fromAddress(script: string): Partial<Config> | null {
  const query = new URL(script, window.location.href).searchParams;
  if (query.size === 0) return null;
  const known = usual('').filter ?? {};
  const config: Record<string, unknown> = {};
  const filter: Record<string, unknown> = {};
  for (const [name, text] of query) {
    const value = text === 'true' ? true : text === 'false' ? false : text;
    (name in known ? filter : config)[name] = value;
  }
  return { ...config, ...(Object.keys(filter).length > 0 && { filter }) } as Partial<Config>;
}
