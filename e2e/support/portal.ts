// A portal asked over HTTP, and people who listen to it with the client that everybody uses.
import { io, type Socket } from 'socket.io-client';

const PASSWORD = 'test1234';

// biome-ignore lint/suspicious/noExplicitAny: answers of the API, looked at member by member
export type Json = any;

export type Kind = 'DocSpaceAdmin' | 'RoomAdmin' | 'User' | 'Guest';

/** Access in rooms. */
export const ACCESS = { none: 0, read: 2, editing: 10, creator: 11, manager: 9 };

let number = 0;
const unique = () => `${Date.now().toString(36)}${(number += 1)}`;

/** A portal of a server in developer mode. */
export class Portal {
  readonly url: string;
  readonly alias: string;
  owner!: Person;

  private constructor(url: string, alias: string) {
    this.url = url;
    this.alias = alias;
  }

  static async register(url: string): Promise<Portal> {
    const portal = new Portal(url, `portal-${unique()}`);
    const email = 'owner@example.com';
    const order = {
      portalName: portal.alias,
      firstName: 'Olga',
      lastName: 'Owner',
      email,
      password: PASSWORD,
      language: 'en',
    };
    await portal.stranger().post('/apisystem/portal/register', order);
    portal.owner = await portal.signIn(email);
    return portal;
  }

  /** The same portal as another node serves it. */
  at(url: string): Portal {
    const portal = new Portal(url, this.alias);
    portal.owner = this.owner.at(portal);
    return portal;
  }

  stranger(): Person {
    return new Person(this, '', '');
  }

  async signIn(email: string): Promise<Person> {
    const { token } = await this.stranger().post('authentication', { userName: email, password: PASSWORD });
    const me = await new Person(this, '', token).get('people/@self');
    return new Person(this, me.id, token, email);
  }

  /** A new person, made by the owner or by somebody else who may. */
  async person(type: Kind, by: Person = this.owner): Promise<Person> {
    const email = `person.${unique()}@example.com`;
    const path = type === 'Guest' ? 'people/active' : 'people';
    await by.post(path, { email, password: PASSWORD, firstName: 'Given', lastName: 'Family', type });
    return this.signIn(email);
  }
}

/** Somebody who asks, with a session or without. */
export class Person {
  readonly portal: Portal;
  readonly id: string;
  readonly token: string;
  readonly email: string;

  constructor(portal: Portal, id: string, token: string, email = '') {
    this.portal = portal;
    this.id = id;
    this.token = token;
    this.email = email;
  }

  at(portal: Portal): Person {
    return new Person(portal, this.id, this.token, this.email);
  }

  get = (path: string) => this.ask('GET', path);
  post = (path: string, body: Json = {}) => this.ask('POST', path, body);
  put = (path: string, body: Json = {}) => this.ask('PUT', path, body);
  delete = (path: string, body: Json = {}) => this.ask('DELETE', path, body);

  async ask(method: string, path: string, body?: Json): Promise<Json> {
    const form = body instanceof FormData;
    const headers: Record<string, string> = { Origin: `http://${this.portal.alias}` };
    if (this.token) headers['Authorization'] = `Bearer ${this.token}`;
    if (body !== undefined && !form) headers['Content-Type'] = 'application/json';
    const url = `${this.portal.url}${path.startsWith('/') ? path : `/api/2.0/${path}`}`;
    const answer = await fetch(url, { method, headers, body: form || body === undefined ? body : JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
    const json = text ? JSON.parse(text) : {};
    return json.response ?? json;
  }

  async room(title: string, roomType = 2): Promise<number> {
    return (await this.post('files/rooms', { title, roomType })).id;
  }

  async folder(parent: number, title: string): Promise<number> {
    return (await this.post(`files/folder/${parent}`, { title })).id;
  }

  async upload(folder: number, title: string, text = 'text'): Promise<number> {
    const form = new FormData();
    form.append('file', new Blob([text], { type: 'text/plain' }), title);
    const made = await this.post(`files/${folder}/upload`, form);
    return Number((Array.isArray(made) ? made[0] : made).id);
  }

  async share(room: number, invitations: { id?: string; email?: string; access: number }[]): Promise<void> {
    await this.put(`files/rooms/${room}/share`, { invitations, notify: false });
  }

  /** Waits for a long-running operation. */
  async finish(operations: Json[]): Promise<void> {
    const last = operations[operations.length - 1];
    for (let attempt = 0; attempt < 400; attempt += 1) {
      const now: Json[] = await this.get('files/fileops');
      const mine = now.find(({ id }) => id === last.id);
      if (!mine || mine.finished) {
        if (mine?.error) throw new Error(mine.error);
        return;
      }
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error('the operation does not end');
  }

  /** Connects with the session cookie. */
  listen(options: ListenOptions = {}): Promise<Listener> {
    return Listener.connect(this.portal, { cookie: `asc_auth_key=${this.token}`, ...options });
  }
}

export interface ListenOptions {
  cookie?: string;
  share?: string;
  transports?: ('websocket' | 'polling')[];
  headers?: Record<string, string>;
  reconnection?: boolean;
}

interface Heard {
  event: string;
  args: Json[];
}

/** A connected client that keeps what it hears until somebody asks for it. */
export class Listener {
  readonly socket: Socket;
  private heard: Heard[] = [];
  private waiting: (() => void)[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    const note = (event: string, args: Json[]) => {
      this.heard.push({ event, args });
      for (const wake of this.waiting.splice(0)) wake();
    };
    socket.onAny((event: string, ...args: Json[]) => note(event, args));
    socket.on('disconnect', (reason) => note('disconnect', [reason]));
  }

  /** Resolves after `connection-init`, rejects with the server's words. */
  static async connect(portal: Portal, options: ListenOptions): Promise<Listener> {
    const headers: Record<string, string> = { Origin: `http://${portal.alias}`, ...options.headers };
    if (options.cookie) headers['Cookie'] = options.cookie;
    const socket = io(portal.url, {
      path: '/socket.io',
      transports: options.transports ?? ['websocket'],
      extraHeaders: headers,
      ...(options.share && { query: { share: options.share } }),
      forceNew: true,
      reconnection: options.reconnection ?? false,
      reconnectionDelay: 100,
      reconnectionDelayMax: 300,
    });
    const listener = new Listener(socket);
    await new Promise<void>((done, fail) => {
      socket.once('connection-init', () => done());
      socket.once('connect_error', (error) => {
        if (!options.reconnection) socket.close();
        fail(error);
      });
    });
    return listener;
  }

  /** Joins rooms and waits for the server's word on which. */
  join(roomParts: string | string[], individual = true): Promise<string[]> {
    return this.socket.timeout(5000).emitWithAck('subscribe', { roomParts, individual });
  }

  /** The next event of this name that fits; it is taken out, so that the next call gets another. */
  async next(event: string, fits: (payload: Json) => boolean = () => true, patience = 5000): Promise<Json> {
    const end = Date.now() + patience;
    for (;;) {
      const at = this.heard.findIndex((one) => one.event === event && fits(one.args[0]));
      if (at >= 0) return this.heard.splice(at, 1)[0]?.args[0];
      const left = end - Date.now();
      if (left <= 0) throw new Error(`no ${event} came; heard: ${JSON.stringify(this.heard).slice(0, 2000)}`);
      await new Promise<void>((done) => {
        const timer = setTimeout(done, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          done();
        });
      });
    }
  }

  /** `s:modify-folder` for an entry, with its data read. */
  async change(cmd: string, type: string, id: number): Promise<Json> {
    const heard = await this.next('s:modify-folder', (one) => one.cmd === cmd && one.type === type && one.id === id);
    return { ...heard, data: heard.data === '' ? '' : JSON.parse(heard.data) };
  }

  /** What was heard and not asked for yet. */
  all(event?: string): Json[] {
    return this.heard.filter((one) => !event || one.event === event).map(({ args }) => args[0]);
  }

  forget(): void {
    this.heard = [];
  }

  close(): void {
    this.socket.close();
  }
}
