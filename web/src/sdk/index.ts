// `api.js`: puts pages of a space into frames of another site (platform/11). A plain script without any library; it defines
// `window.DocSpace.SDK` and, where its own address says `init=true`, starts at once.
import { type Config, fromAddress } from './config';
import { type Frames, Instance } from './instance';

type Wish = Partial<Config>;

class Sdk {
  readonly frames: Frames = {};
  private readonly home: string;

  /** `home` is the address of the space that the script came from. */
  constructor(home: string) {
    this.home = home;
  }

  init = (wish: Wish = {}): Instance => {
    const { frameId = 'ds-frame' } = wish;
    const instance = this.frames[frameId] ?? new Instance(wish, this.frames, this.home);
    instance.initFrame(wish);
    this.frames[frameId] = instance;
    return instance;
  };

  initFrame = (wish: Wish) => this.init(wish);
  initManager = (wish: Wish) => this.init({ ...wish, mode: 'manager' });
  initViewer = (wish: Wish) => this.init({ ...wish, mode: 'viewer' });
  initEditor = (wish: Wish) => this.init({ ...wish, mode: 'editor' });
  initRoomSelector = (wish: Wish) => this.init({ ...wish, mode: 'room-selector' });
  initFileSelector = (wish: Wish) => this.init({ ...wish, mode: 'file-selector' });
  initSystem = (wish: Wish) => this.init({ ...wish, mode: 'system' });
}

declare global {
  interface Window {
    DocSpace?: { SDK?: Sdk };
  }
}

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : '';
const home = script ? new URL(script).origin : window.location.origin;
window.DocSpace ??= {};
window.DocSpace.SDK ??= new Sdk(home);

const wish = script ? fromAddress(script) : null;
if (wish?.init === true) {
  const start = () => window.DocSpace?.SDK?.init(wish);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start, { once: true });
  else start();
}
