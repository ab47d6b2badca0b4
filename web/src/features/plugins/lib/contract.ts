// What plugins are and say (ai/50 §4 of the contract). Strangers wrote them: everything may be absent or something else.

/** Roles of people as plugins name them. */
export type Role = 'Owner' | 'DocSpaceAdmin' | 'RoomAdmin' | 'Collaborator' | 'User';
export type Device = 'mobile' | 'tablet' | 'desktop';

interface Shown {
  key: string;
  devices?: Device[];
}

export interface ContextMenuItem extends Shown {
  label: string;
  icon?: string;
  onClick?: (id: number) => Answer;
  fileExt?: string[];
  fileType?: string[];
  usersTypes?: Role[];
  /** Rights that the folder around it must give. */
  security?: string[];
  /** Rights that the entry must give. */
  itemSecurity?: string[];
  items?: ContextMenuItem[];
  isSeparator?: boolean;
}

export interface MainButtonItem extends Shown {
  label: string;
  icon?: string;
  onClick?: (folderId: number) => Answer;
  usersType?: Role[];
  items?: MainButtonItem[];
  isSeparator?: boolean;
}

export interface ProfileMenuItem extends Shown {
  label: string;
  icon?: string;
  onClick?: () => Answer;
  usersType?: Role[];
}

export interface FileItem {
  extension: string;
  onClick?: (file: PluginFile) => Answer;
  usersType?: Role[];
  devices?: Device[];
  security?: string[];
  fileSecurity?: string[];
}

export interface EventItem extends Shown {
  eventType: string;
  eventHandler: () => Answer;
  usersTypes?: Role[];
}

/** The file handed to a file item. */
export interface PluginFile {
  id: number;
  title: string;
  fileExst: string;
  folderId: number;
  viewUrl: string;
  webUrl: string;
}

export interface Toast {
  type?: 'success' | 'error' | 'warning' | 'info';
  title: string;
  timeout?: number;
}

/** What a handler wants done; without actions, nothing. */
export interface Message {
  actions?: string[];
  toastProps?: Toast[];
  settings?: string;
  postMessage?: { frameId: string; message: unknown };
}

export type Answer = Message | undefined | Promise<Message | undefined>;

type Items<T> = () => Map<string, T> | undefined;

/** The object that a script puts on `window.Plugins`. */
export interface PluginObject {
  onLoadCallback?: () => unknown;
  getStatus?: () => string;
  setAPI?: (origin: string, proxy: string, prefix: string) => void;
  setAdminPluginSettingsValue?: (settings: string | null) => void;
  getContextMenuItems?: Items<ContextMenuItem>;
  getMainButtonItems?: Items<MainButtonItem>;
  getProfileMenuItems?: Items<ProfileMenuItem>;
  getFileItems?: Items<FileItem>;
  getEventListenerItems?: Items<EventItem>;
}
