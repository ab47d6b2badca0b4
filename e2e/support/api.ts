// What a test needs to be there before it looks: made through the API, as the owner.
import { pbkdf2Sync } from 'node:crypto';
import { type APIRequestContext, request } from '@playwright/test';

export const PASSWORD = 'Morning-9';

export type PersonType = 'DocSpaceAdmin' | 'RoomAdmin' | 'User' | 'Guest';

export interface Somebody {
  id: string;
  name: string;
  email: string;
}

type Json = Record<string, unknown>;

/** The API of the space with somebody's session. */
export class Api {
  private readonly context: APIRequestContext;

  constructor(context: APIRequestContext) {
    this.context = context;
  }

  async call<T = Json>(method: string, path: string, data?: unknown): Promise<T> {
    const answer = await this.context.fetch(`/api/2.0/${path}`, { method, ...(data !== undefined && { data }) });
    const text = await answer.text();
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${text}`);
    return (text ? (JSON.parse(text) as { response: T }).response : undefined) as T;
  }

  /** How the server wants to be told a password. */
  async hash(password: string): Promise<{ passwordHash: string; wizardToken: string | null }> {
    const settings = await this.call<{ passwordHash: { salt: string; iterations: number; size: number }; wizardToken?: string }>(
      'GET',
      'settings?withpassword=true',
    );
    const { salt, iterations, size } = settings.passwordHash;
    const passwordHash = pbkdf2Sync(password, salt, iterations, size / 8, 'sha256').toString('hex');
    return { passwordHash, wizardToken: settings.wizardToken ?? null };
  }

  /** Makes the owner of a new space, and is signed in as the owner then. */
  async open({ name, email, password }: { name: string; email: string; password: string }): Promise<void> {
    const { passwordHash, wizardToken } = await this.hash(password);
    const answer = await this.context.put('/api/2.0/settings/wizard/complete', {
      headers: { confirm: wizardToken?.includes('key=') ? wizardToken : `type=Wizard&key=${wizardToken}` },
      data: { email, passwordHash, lng: 'en-US', timeZone: 'UTC', subscribeFromSite: false },
    });
    if (!answer.ok()) throw new Error(`the wizard: ${answer.status()} ${await answer.text()}`);
    const { id } = await this.call<{ id: string }>('GET', 'people/@self');
    const [firstName, lastName] = name.split(' ');
    await this.call('PUT', `people/${id}`, { firstName, lastName });
  }

  /** Somebody who can sign in with `PASSWORD`. */
  async person(firstName: string, lastName: string, type: PersonType = 'User'): Promise<Somebody> {
    const email = `${firstName}.${lastName}@atrium.example`.toLowerCase().replaceAll(' ', '-');
    const { passwordHash } = await this.hash(PASSWORD);
    const path = type === 'Guest' ? 'people/active' : 'people';
    const { id } = await this.call<{ id: string }>('POST', path, { firstName, lastName, email, type, passwordHash });
    return { id, name: `${firstName} ${lastName}`, email };
  }

  /** Puts a file into a folder; its id. */
  async upload(folder: number, name: string, buffer: Buffer): Promise<number[]> {
    const answer = await this.context.post(`/api/2.0/files/${folder}/upload`, {
      multipart: { file: { name, mimeType: 'application/octet-stream', buffer } },
    });
    if (!answer.ok()) throw new Error(`upload ${name}: ${answer.status()} ${await answer.text()}`);
    const { response } = (await answer.json()) as { response: { id: number } | { id: number }[] };
    return [response].flat().map(({ id }) => id);
  }

  /** Gives a file another content, as a new version. */
  async revise(file: number, name: string, buffer: Buffer): Promise<void> {
    const answer = await this.context.put(`/api/2.0/files/${file}/update`, {
      multipart: { file: { name, mimeType: 'application/octet-stream', buffer } },
    });
    if (!answer.ok()) throw new Error(`update ${file}: ${answer.status()} ${await answer.text()}`);
  }

  async room(title: string, members: { id: string; access: string }[] = []): Promise<number> {
    const { id } = await this.call<{ id: number }>('POST', 'files/rooms', { title, roomType: 'EditingRoom' });
    if (members.length > 0)
      await this.call('PUT', `files/rooms/${id}/share`, { invitations: members, notify: false });
    return id;
  }

  /** A data room with numbered entries, and texts in it; its id. */
  async dataRoom(title: string, texts: string[]): Promise<number> {
    const room = { title, roomType: 'VirtualDataRoom', indexing: true };
    const { id } = await this.call<{ id: number }>('POST', 'files/rooms', room);
    for (const name of texts) await this.call('POST', `files/${id}/text`, { title: name, content: 'x' });
    return id;
  }

  /** The session, for a browser. */
  cookies() {
    return this.context.storageState();
  }

  dispose(): Promise<void> {
    return this.context.dispose();
  }
}

/** The API for whoever has these cookies or headers; without either for a stranger. */
export async function apiFor(
  baseURL: string,
  storageState?: Awaited<ReturnType<APIRequestContext['storageState']>>,
  extraHTTPHeaders: Record<string, string> = {},
): Promise<Api> {
  return new Api(await request.newContext({ baseURL, extraHTTPHeaders, ...(storageState && { storageState }) }));
}

/** The API for somebody who signs in with `PASSWORD`. */
export async function apiOf(baseURL: string, { email }: Somebody): Promise<Api> {
  const api = await apiFor(baseURL);
  await api.call('POST', 'authentication', { userName: email, password: PASSWORD });
  return api;
}
