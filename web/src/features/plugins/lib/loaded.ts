// The plugins at work, and what they offer whoever is here. Light: what runs them is fetched only where there are any.
import { createStore } from '@/shared/lib/store';
import type {
  ContextMenuItem,
  EventItem,
  FileItem,
  InfoPanelItem,
  MainButtonItem,
  PluginObject,
  ProfileMenuItem,
  Role,
} from './contract';
import { deviceOf, type Viewer } from './filters';

/** A plugin as the server knows it. */
export interface PluginRecord {
  name: string;
  /** What its script calls itself. */
  pluginName: string;
  version: string;
  /** Address of the script. */
  url: string;
  scopes: string[];
  settings: string | null;
}

/** What one offers. */
export interface Offer {
  contextMenu: ContextMenuItem[];
  infoPanel: InfoPanelItem[];
  mainButton: MainButtonItem[];
  profileMenu: ProfileMenuItem[];
  files: FileItem[];
  events: EventItem[];
}

/** One that is at work. */
export interface Loaded extends Offer {
  record: PluginRecord;
  object: PluginObject;
}

/** A plugin as far as its handlers need it. */
export type Actor = Pick<Loaded, 'record' | 'object'>;

export const plugins = createStore<Loaded[]>([]);

let role: Role = 'User';

/** Says who is here, before anything is loaded. */
export function standHere(as: Role): void {
  role = as;
}

/** Who looks, and on what. */
export function viewer(): Viewer {
  return { role, device: deviceOf(window.innerWidth) };
}

/** Pictures lie in a folder beside the script. */
export function assetOf({ url, version }: PluginRecord, file: string | undefined): string {
  if (!file) return '';
  const script = url.split('?')[0] ?? '';
  const path = file.split('/').map(encodeURIComponent).join('/');
  return `${script.slice(0, script.lastIndexOf('/'))}/assets/${path}?hash=${encodeURIComponent(version)}`;
}
