// Whether the app stands in a frame of another site's page, and what that page wishes it to look like (platform/11 §11.4).
import { createStore, useStore } from '@/shared/lib/store';

/** The name the frame has tells its id; it stays when the page in it changes. */
const NAME = 'frameDocSpace__#';

function ownId(): string | null {
  return window.parent !== window && window.name.startsWith(NAME) ? window.name.slice(NAME.length) : null;
}

/** Id of the frame we are in; null in a window of our own. */
export const frameId = ownId();

export type FrameMode = 'manager' | 'room-selector' | 'file-selector' | 'public-room' | 'system' | 'editor' | 'viewer';

export type FrameEvent =
  | 'onAppReady'
  | 'onAppError'
  | 'onAuthSuccess'
  | 'onCloseCallback'
  | 'onDownload'
  | 'onEditorCloseCallback'
  | 'onEditorOpen'
  | 'onFileManagerClick'
  | 'onNoAccess'
  | 'onNotFound'
  | 'onSelectCallback'
  | 'onSignOut';

/** What the page around the frame wishes. Handlers arrive as their source: all that counts is whether there is one. */
export interface FrameConfig {
  mode: FrameMode;
  theme: string;
  locale: string | null;
  viewAs: string;
  buttonColor: string;
  /** The page shows no sign of waiting, and so waits for no word that we are here. */
  noLoader: boolean;
  showMenu: boolean;
  showHeader: boolean;
  showTitle: boolean;
  showFilter: boolean;
  showSignOut: boolean;
  infoPanelVisible: boolean;
  disableActionButton: boolean;
  downloadToEvent: boolean;
  editorGoBack: boolean | string;
  editorType: string;
  editorCustomization: Record<string, unknown>;
  /** Names with commas; empty where the page says nothing. */
  viewTableColumns: string;
  /** Whether people may choose the columns of tables. */
  showSettings: boolean;
  filter: Record<string, unknown>;
  events: Partial<Record<FrameEvent, string | null>>;
}

const USUAL: FrameConfig = {
  mode: 'manager',
  theme: 'System',
  locale: null,
  viewAs: 'row',
  buttonColor: '',
  noLoader: true,
  showMenu: false,
  showHeader: false,
  showTitle: true,
  showFilter: false,
  showSignOut: true,
  infoPanelVisible: true,
  disableActionButton: false,
  downloadToEvent: false,
  editorGoBack: true,
  editorType: 'desktop',
  editorCustomization: {},
  viewTableColumns: '',
  showSettings: false,
  filter: {},
  events: {},
};

const config = createStore<FrameConfig | null>(frameId === null ? null : fromAddress());

/** Until the page says more, the address counts: that of selectors and editors says look and language. */
function fromAddress(): FrameConfig {
  const query = new URLSearchParams(window.location.search);
  const yes = (name: keyof FrameConfig) => query.get(name) === 'true';
  return {
    ...USUAL,
    theme: query.get('theme') ?? USUAL.theme,
    locale: query.get('locale'),
    editorType: query.get('editorType') ?? USUAL.editorType,
    ...(query.has('showTitle') && { showTitle: yes('showTitle') }),
    ...(query.has('showFilter') && { showFilter: yes('showFilter') }),
  };
}

/** What the page around us wishes; null in a window of our own. */
export function useFrame(): FrameConfig | null {
  return useStore(config);
}

/** The same, outside of React. */
export const frame = () => config.get();

/** Takes over what the page says, and nothing that is not of the kind it should be. */
export function configure(wish: Record<string, unknown>): void {
  config.set((before) => {
    const next: Record<string, unknown> = { ...(before ?? USUAL) };
    for (const [name, usual] of Object.entries(USUAL)) {
      const value = wish[name];
      const same =
        (typeof value === typeof usual && value !== null) || (name === 'editorGoBack' && typeof value === 'string');
      if (value !== undefined && (same || (name === 'locale' && (value === null || typeof value === 'string'))))
        next[name] = value;
    }
    return next as unknown as FrameConfig;
  });
}

/** Whether the page around us handles an event by itself. */
export function handles(event: FrameEvent): boolean {
  const handler = config.get()?.events?.[event];
  return handler !== null && handler !== undefined;
}
