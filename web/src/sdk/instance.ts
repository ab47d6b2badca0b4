// One frame on a page, and everything one can ask of it.
import { checkAllowed, refusal } from './allowed';
import { type Config, complete, type Filter } from './config';
import { Line, type Message } from './line';
import { loader } from './loader';
import { pathOf } from './paths';

const NOT_CONNECTED = 'Message bus is not connected with frame';

/** Frames by their ids. */
export type Frames = Record<string, Instance>;

export class Instance {
  config: Config;
  private readonly frames: Frames;
  private readonly home: string;
  private line: Line | null = null;
  private connected = false;
  private className = '';

  constructor(config: Partial<Config>, frames: Frames, home: string) {
    this.config = complete(config, home);
    this.frames = frames;
    this.home = home;
  }

  /** Puts the frame in the place of the element with its id. Null where there is none. */
  initFrame(wish: Partial<Config>): HTMLIFrameElement | null {
    this.config = complete(wish, this.home);
    const { frameId, noLoader, waiting, mode, width, height, checkCSP, src } = this.config;
    const place = this.place();
    if (!place) return null;
    const frame = this.makeFrame();
    this.connected = false;
    this.line = new Line(frameId, (text) => frame.contentWindow?.postMessage(text, new URL(src).origin));
    frame.addEventListener('load', () => this.connect(), { once: true });

    const box = document.createElement('div');
    box.id = `${frameId}-container`;
    box.className = 'frame-container';
    Object.assign(box.style, { position: 'relative', width, height });
    if (!waiting || mode === 'system') box.append(frame);
    if (!noLoader) box.append(loader(frameId, width ?? '', height ?? ''));
    place.replaceWith(box);
    this.frames[frameId] = this;
    if (checkCSP) void this.check(frame);
    return frame;
  }

  /** Takes the frame away; an element with `destroyText` stands there again. */
  destroyFrame(): void {
    const { frameId, destroyText } = this.config;
    const back = document.createElement('div');
    back.id = frameId;
    back.className = this.className;
    back.textContent = destroyText ?? '';
    document.getElementById(`${frameId}-container`)?.replaceWith(back);
    window.removeEventListener('message', this.hear);
    this.connected = false;
    this.line = null;
    delete this.frames[frameId];
  }

  /** The page in the frame is there to be looked at. */
  setIsLoaded(): void {
    const { frameId, width, height } = this.config;
    const frame = document.getElementById(frameId);
    document.getElementById(`${frameId}-loader`)?.remove();
    if (frame) Object.assign(frame.style, { opacity: '1', position: 'relative', width, height });
    this.call('onContentReady');
  }

  getConfig(): Config {
    return this.config;
  }

  setConfig(wish: Partial<Config> = {}): Promise<unknown> {
    this.config = { ...this.config, ...wish, events: { ...this.config.events, ...wish.events } };
    return this.ask('setConfig', this.config);
  }

  getFolderInfo = () => this.ask('getFolderInfo');
  getSelection = () => this.ask('getSelection');
  getFiles = () => this.ask('getFiles');
  getFolders = () => this.ask('getFolders');
  getList = () => this.ask('getList');
  getRooms = (filter: Filter) => this.ask('getRooms', filter);
  getUserInfo = () => this.ask('getUserInfo');
  getHashSettings = () => this.ask('getHashSettings');
  logout = () => this.ask('logout');
  createTag = (name: string) => this.ask('createTag', { name });
  addTagsToRoom = (roomId: string, tags: string[]) => this.ask('addTagsToRoom', { roomId, tags });
  removeTagsFromRoom = (roomId: string, tags: string[]) => this.ask('removeTagsFromRoom', { roomId, tags });
  setListView = (viewType: string) => this.ask('setListView', { viewType });
  openModal = (type: string, options?: object) => this.ask('openModal', { type, options });
  createHash = (password: string, hashSettings: object) => this.ask('createHash', { password, hashSettings });
  createFolder = (parentFolderId: string, title: string) => this.ask('createFolder', { parentFolderId, title });

  createFile(folderId: string, title: string, templateId?: string, formId?: string): Promise<unknown> {
    return this.ask('createFile', { folderId, title, templateId, formId });
  }

  createRoom(
    title: string,
    roomType: string | number,
    quota?: number,
    tags?: string[],
    color?: string,
    cover?: string,
    indexing?: boolean,
    denyDownload?: boolean,
  ): Promise<unknown> {
    // What is undefined is not written into the message.
    return this.ask('createRoom', { title, roomType, quota, tags, color, cover, indexing, denyDownload });
  }

  login(email: string, passwordHash: string, password?: string, session?: boolean): Promise<unknown> {
    return this.ask('login', { email, passwordHash, password, session });
  }

  executeInEditor(callback: (editor: object, data?: unknown) => void, data?: object): Promise<unknown> {
    return this.ask('executeInEditor', { callback, data });
  }

  /** The element that the frame takes the place of; a frame that is there already makes room. */
  private place(): HTMLElement | null {
    const { frameId } = this.config;
    const before = document.getElementById(`${frameId}-container`);
    if (before) return before;
    const place = document.getElementById(frameId);
    if (place) this.className = place.className;
    return place;
  }

  private makeFrame(): HTMLIFrameElement {
    const { frameId, src, width, height, type, noLoader } = this.config;
    const frame = document.createElement('iframe');
    frame.id = frameId;
    frame.name = `frameDocSpace__#${frameId}`;
    frame.src = src + pathOf(this.config);
    frame.allowFullscreen = true;
    frame.setAttribute('allow', 'storage-access *');
    Object.assign(frame.style, { border: '0px', zIndex: '2', top: '0', left: '0' });
    // Under the ring until there is something to see.
    const shown = { opacity: '1', position: 'relative', width, height };
    Object.assign(
      frame.style,
      noLoader ? shown : { opacity: '0', position: 'absolute', width: '100%', height: '100%' },
    );
    if (type === 'mobile') {
      Object.assign(frame.style, { position: 'fixed', overflow: 'hidden' });
      document.body.style.overscrollBehaviorY = 'contain';
    }
    return frame;
  }

  private connect(): void {
    window.addEventListener('message', this.hear);
    this.connected = true;
    if (this.config.noLoader) this.call('onContentReady');
  }

  private async check(frame: HTMLIFrameElement): Promise<void> {
    const { src } = this.config;
    try {
      await checkAllowed(src);
    } catch (error) {
      this.call('onAppError', error instanceof Error ? error.message : String(error));
      frame.srcdoc = refusal(src);
      this.setIsLoaded();
    }
  }

  private ask(methodName: string, data: unknown = null): Promise<unknown> {
    if (this.line && (this.connected || methodName === 'setConfig')) return this.line.ask(methodName, data);
    this.call('onAppError', NOT_CONNECTED);
    return Promise.resolve({ message: NOT_CONNECTED });
  }

  /** Only what the page in this very frame says, and only while it is the space. */
  private readonly hear = ({ data, source, origin }: MessageEvent): void => {
    const { frameId, src } = this.config;
    const frame = document.getElementById(frameId);
    if (!(frame instanceof HTMLIFrameElement) || source !== frame.contentWindow) return;
    if (origin !== new URL(src).origin || typeof data !== 'string') return;
    const message = read(data);
    if (!message) this.call('onAppError', 'Invalid message format');
    else if (message.frameId === frameId) this.obey(message);
  };

  private obey({ type, methodReturnData, eventReturnData, commandName, commandData, error }: Message): void {
    if (type === 'onMethodReturn') this.line?.answered(methodReturnData);
    if (type === 'onEventReturn' && eventReturnData?.event)
      this.call(eventReturnData.event, eventReturnData.data ?? {});
    if (type === 'error') this.call('onAppError', error?.message);
    if (type !== 'onCallCommand') return;
    if (commandName === 'setIsLoaded') this.setIsLoaded();
    if (commandName === 'setConfig') this.line?.greeted(commandData?.began, this.config);
  }

  private call(event: string, data?: unknown): void {
    const handler = this.config.events?.[event];
    if (typeof handler !== 'function') return;
    try {
      handler(data);
    } catch (error) {
      console.error(`${event}:`, error);
    }
  }
}

function read(text: string): Message | null {
  try {
    const message = JSON.parse(text) as Message | null;
    return typeof message === 'object' ? message : null;
  } catch {
    return null;
  }
}
