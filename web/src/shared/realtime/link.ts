// The connection over which the server tells what happens: one for the whole app, opened when there is nothing better to
// do, and closed when nobody needs it. Everything works without it, by asking again from time to time.
import type { Socket } from 'socket.io-client';
import { createStore } from '@/shared/lib/store';
import type { MessageName, Messages } from './messages';

export interface LinkAddress {
  /** Path on this host; empty switches real time off. */
  path: string;
  /** Key of a link for everybody, for those who have no session. */
  share?: string;
}

/** `up`: whoever listens hears. `down`: nobody hears, for longer than a blink. */
export type LinkState = 'off' | 'opening' | 'up' | 'down';

export const linkState = createStore<LinkState>('off');

/** A connection that comes back within this time was never away. */
const BLINK = 3000;
/** How long the server may take for its word on a subscription. */
const PATIENCE = 5000;
/** Pause before coming again after the server sent us away, and after it would not let us in. */
const AGAIN = 1000;
const MUCH_LATER = 30_000;

type Handler = (payload: unknown) => void;

const rooms = new Map<string, number>();
const handlers = new Map<string, Set<Handler>>();
const returns = new Set<() => void>();
const refusals = new Set<() => void>();

let socket: Socket | undefined;
let missing: ReturnType<typeof setTimeout> | undefined;
let again: ReturnType<typeof setTimeout> | undefined;
/** The open link: where it leads, and how it is closed. */
let current: { address: LinkAddress; close: () => void } | undefined;

function set(state: LinkState): void {
  if (linkState.get() !== state) linkState.set(() => state);
}

function join(names: string[]): void {
  if (socket?.connected && names.length > 0) socket.emit('subscribe', { roomParts: names, individual: true });
}

function hearing(): void {
  clearTimeout(missing);
  missing = undefined;
  set('up');
  // Lists were read before anybody told what happens, the first time too.
  for (const back of [...returns]) back();
}

function away(): void {
  if (linkState.get() !== 'up') return;
  missing ??= setTimeout(() => {
    missing = undefined;
    set('down');
  }, BLINK);
}

function comeAgain(pause: number): void {
  clearTimeout(again);
  again = setTimeout(() => socket?.connect(), pause);
}

function attach(opened: Socket): void {
  opened.on('connection-init', () => {
    opened
      .timeout(PATIENCE)
      .emitWithAck('subscribe', { roomParts: [...rooms.keys()], individual: true })
      .then(hearing, away);
  });
  opened.on('disconnect', (reason) => {
    away();
    // By itself the client comes back from everything but this.
    if (reason === 'io server disconnect') comeAgain(AGAIN);
  });
  opened.on('connect_error', () => {
    if (linkState.get() === 'opening') set('down');
    if (opened.active) return;
    // The server will not let us in: the session may be over.
    set('down');
    for (const refused of [...refusals]) refused();
    comeAgain(MUCH_LATER);
  });
  opened.onAny((event: string, payload: unknown) => {
    for (const handler of [...(handlers.get(event) ?? [])]) handler(payload);
  });
}

function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(work, 200);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: 2000 });
  return () => cancelIdleCallback(handle);
}

/** Opens the link; the answer closes it. There is one at a time. */
export function openLink(address: LinkAddress): () => void {
  const { path, share } = address;
  if (!path) return () => undefined;
  let closed = false;
  set('opening');
  const stopWaiting = whenIdle(() => {
    void import('socket.io-client')
      .then(({ io }) => {
        if (closed) return;
        socket = io({
          path,
          transports: ['websocket', 'polling'],
          withCredentials: true,
          forceNew: true,
          ...(share && { query: { share } }),
        });
        attach(socket);
      })
      .catch(() => set('down'));
  });
  const close = () => {
    closed = true;
    current = undefined;
    stopWaiting();
    clearTimeout(missing);
    clearTimeout(again);
    missing = undefined;
    socket?.close();
    socket = undefined;
    set('off');
  };
  current = { address, close };
  return close;
}

/**
 * Closes the link for whoever is about to end his own session and knows where to go on: the word that it has ended would
 * send him to the door. The answer opens it again, when nothing came of it.
 */
function hangUp(): () => void {
  const closed = current;
  closed?.close();
  return () => {
    if (closed) openLink(closed.address);
  };
}

/** Does what ends one's own session, for whoever goes on from there by himself: see `hangUp`. */
export async function outOfReach<T>(work: () => Promise<T>): Promise<T> {
  const stay = hangUp();
  try {
    return await work();
  } catch (error) {
    stay();
    throw error;
  }
}

/** Joins rooms for as long as somebody wants them; the answer leaves them. */
export function joinRooms(names: readonly string[]): () => void {
  const fresh = names.filter((name) => !rooms.has(name));
  for (const name of names) rooms.set(name, (rooms.get(name) ?? 0) + 1);
  join(fresh);
  return () => {
    const left = names.filter((name) => {
      const others = (rooms.get(name) ?? 1) - 1;
      if (others > 0) rooms.set(name, others);
      else rooms.delete(name);
      return others <= 0;
    });
    if (socket?.connected && left.length > 0) socket.emit('unsubscribe', { roomParts: left, individual: true });
  };
}

/** Calls `handler` with each message of this name. */
export function hear<E extends MessageName>(event: E, handler: (payload: Messages[E]) => void): () => void {
  const known = handlers.get(event) ?? new Set<Handler>();
  handlers.set(event, known.add(handler as Handler));
  return () => void known.delete(handler as Handler);
}

/** Calls `back` each time the link comes up: something may have been missed before. */
export function onReturn(back: () => void): () => void {
  returns.add(back);
  return () => void returns.delete(back);
}

/** Calls `refused` when the server will not let us in. */
export function onRefusal(refused: () => void): () => void {
  refusals.add(refused);
  return () => void refusals.delete(refused);
}
