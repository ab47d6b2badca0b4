// What every page of the other site has: it begins a frame, keeps what it hears, and asks what a test wants to know.

export interface Heard {
  event: string;
  data: unknown;
}

export interface HostConfig {
  src: string;
  frameId: string;
  [member: string]: unknown;
}

/** What the React component gets. */
export interface Wish {
  url: string;
  config: HostConfig;
  handled: string[];
  email?: string;
  passwordHash?: string;
}

type Instance = Record<string, (...given: unknown[]) => unknown>;
type Sdk = Record<string, (config: object) => Instance>;

declare global {
  interface Window {
    heard: Heard[];
    instance: Instance;
    /** Begins a frame by one of the factories; `handled` are the events somebody listens to. */
    begin: (factory: string, config: HostConfig, handled: string[]) => void;
    ask: (method: string, ...given: unknown[]) => Promise<unknown>;
    /** The React page: puts the component there, and takes it away. */
    mount: (wish: Wish) => void;
    unmount: () => void;
  }
}

export function handlersFor(events: string[]): Record<string, (data?: unknown) => void> {
  return Object.fromEntries(events.map((event) => [event, (data?: unknown) => window.heard.push({ event, data })]));
}

/** Makes `begin` and `ask` with the SDK of a package or of the script. */
export function host(sdk: () => unknown): void {
  window.heard = [];
  window.begin = (factory, config, handled) => {
    const made = sdk() as Sdk;
    const begin = made[factory];
    if (!begin) throw new Error(`no ${factory}`);
    window.instance = begin({ ...config, events: handlersFor(handled) });
  };
  window.ask = async (method, ...given) => {
    const call = window.instance[method];
    if (!call) throw new Error(`no ${method}`);
    return call.apply(window.instance, given);
  };
}
