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

export interface InfoPanelItem extends Shown {
  /** Its tab; the handler is told what the panel is about. */
  subMenu?: { name: string; onClick?: (id: number) => Answer };
  body?: Box;
  onLoad?: () => Later<{ body?: Box }>;
  filesType?: string[];
  filesExsts?: string[];
  usersTypes?: Role[];
}

/** A control with what it shows; a box has others inside. */
export interface Control {
  component: string;
  props?: Record<string, unknown>;
  /** How others find it to change it. */
  contextName?: string;
}

/** Props of a box. */
export interface Box {
  children?: Control[];
  [style: string]: unknown;
}

/** The file handed to a file item: as the server hands it to whoever clicked. */
export type PluginFile = Record<string, unknown>;

export interface Toast {
  type?: 'success' | 'error' | 'warning' | 'info';
  title: string;
  /** Whether one can send it away. */
  withCross?: boolean;
  /** ms. */
  timeout?: number;
}

/** A dialog of a plugin's own: in the middle, at the side (`aside`), or over everything. */
export interface ModalDialog {
  displayType?: 'modal' | 'aside';
  dialogHeader?: string;
  dialogBody?: Box;
  dialogFooter?: Box;
  fullScreen?: boolean;
  /** Events of the window that it hears while it is open, such as `message`. */
  eventListeners?: { name: string; onAction: (event: unknown) => Answer }[];
  onClose?: () => Answer;
  onLoad?: () => Later<{ newDialogHeader?: string; newDialogBody?: Box; newDialogFooter?: Box }>;
}

export interface Option {
  key: string | number;
  label?: string;
  icon?: string;
  disabled?: boolean;
}

/** The app's dialog for something new: a name, where there are options one of them, and two buttons. */
export interface CreateDialog {
  title?: string;
  startValue?: string;
  visible?: boolean;
  /** Something new; else something is changed. */
  isCreateDialog?: boolean;
  extension?: string;
  options?: Option[];
  selectedOption?: Option;
  errorText?: string;
  isCreateDisabled?: boolean;
  /** Unless it is false, the dialog goes once it is saved. */
  isCloseAfterCreate?: boolean;
  isAutoFocusOnError?: boolean;
  /** What it throws is told of by `onError`, and the dialog stays. */
  onSave?: (event: unknown, value: string) => Answer;
  onChange?: (value: string) => Answer;
  onSelect?: (option: Option) => Answer;
  onCancel?: (event?: unknown) => Answer;
  onClose?: (event?: unknown) => Answer;
  onError?: (error: unknown) => Answer;
}

/** What administrators set up, under Settings. */
export interface SettingsForm {
  settings?: Box;
  saveButton?: Control;
  isLoading?: boolean;
  onLoad?: () => Later<{ settings?: Box; saveButton?: Control }>;
}

/** What a handler wants done; without actions, nothing. */
export interface Message {
  actions?: string[];
  newProps?: Record<string, unknown>;
  contextProps?: { name: string; props: Record<string, unknown> }[];
  toastProps?: Toast[];
  settings?: string;
  modalDialogProps?: ModalDialog;
  createDialogProps?: CreateDialog;
  postMessage?: { frameId: string; message: unknown };
}

// biome-ignore lint/suspicious/noConfusingVoidType: a handler may say nothing at all
export type Answer = Message | undefined | void | Promise<Message | undefined | void>;

/** What is loaded may come at once or later, or not at all. */
type Later<T> = T | undefined | Promise<T | undefined>;

type Items<T> = () => Map<string, T> | undefined;

/** The object that a script puts on `window.Plugins`. */
export interface PluginObject {
  onLoadCallback?: () => unknown;
  getStatus?: () => string;
  setAPI?: (origin: string, proxy: string, prefix: string) => void;
  setAdminPluginSettingsValue?: (settings: string | null) => void;
  getAdminPluginSettings?: () => SettingsForm | null | undefined;
  getContextMenuItems?: Items<ContextMenuItem>;
  getInfoPanelItems?: Items<InfoPanelItem>;
  getMainButtonItems?: Items<MainButtonItem>;
  getProfileMenuItems?: Items<ProfileMenuItem>;
  getFileItems?: Items<FileItem>;
  getEventListenerItems?: Items<EventItem>;
}
