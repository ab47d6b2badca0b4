// Who is let in, and who is put out.
import { Listener, Portal } from '../support/portal.ts';
import { expect, test } from './kit.ts';

test('whoever shows nothing gets no connection at all', async ({ server }) => {
  const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
  expect(answer.status).toBe(403);
  expect(await answer.json()).toEqual({ code: 4, message: 'auth' });
});

test('cookies let in, tokens in headers do not', async ({ server }) => {
  const portal = await Portal.register(server.url);
  const { owner } = portal;
  for (const cookie of [`asc_auth_key=${owner.token}`, `authorization=${owner.token}`]) {
    (await Listener.connect(portal, { cookie })).close();
  }
  const key = await owner.post('keys', { name: 'reader', permissions: ['accounts.self:read', 'files:read'] });
  (await Listener.connect(portal, { cookie: `authorization=${key.key}` })).close();
  const foreign = await owner.post('keys', { name: 'rooms', permissions: ['rooms:read'] });
  for (const refused of [
    { cookie: `authorization=${foreign.key}` },
    { cookie: 'asc_auth_key=nonsense' },
    { share: 'nonsense' },
  ]) {
    await expect(Listener.connect(portal, refused)).rejects.toThrow('Authentication error');
  }
  const headers = { Authorization: `Bearer ${owner.token}` };
  await expect(Listener.connect(portal, { headers })).rejects.toThrow('Authentication error (token check)');
});

for (const transport of ['websocket', 'polling'] as const) {
  test(`messages come by ${transport}`, async ({ server }) => {
    const portal = await Portal.register(server.url);
    const room = await portal.owner.room('Plans');
    const listener = await portal.owner.listen({ transports: [transport] });
    await listener.join(`DIR-${room}`);
    for (const title of ['one.txt', 'two.txt', 'three.txt']) {
      const file = await portal.owner.upload(room, title);
      expect((await listener.change('create', 'file', file)).data.title).toBe(title);
    }
    listener.close();
  });
}

test('a connection begun by polling is upgraded', async ({ server }) => {
  const portal = await Portal.register(server.url);
  const listener = await portal.owner.listen({ transports: ['polling', 'websocket'] });
  const { engine } = listener.socket.io;
  if (engine.transport.name !== 'websocket') await new Promise((done) => engine.once('upgrade', done));
  expect(await listener.join('quota')).toEqual(['quota']);
  listener.close();
});

test('settings tell where the socket is', async ({ server }) => {
  const portal = await Portal.register(server.url);
  expect((await portal.owner.get('settings')).socketUrl).toBe('/socket.io');
  expect(await portal.owner.get('settings/socket')).toEqual({ url: '/socket.io' });
  expect((await portal.stranger().get('settings')).socketUrl ?? null).toBeNull();
});

test('one session that ends is told and put out, the others stay', async ({ server }) => {
  const portal = await Portal.register(server.url);
  const { owner } = portal;
  const again = await portal.signIn(owner.email);
  const [first, second] = [await owner.listen(), await again.listen()];
  for (const one of [first, second]) expect(await one.join(owner.id, false)).toEqual([owner.id]);
  const login = (await again.get('people/@self')).loginEventId;
  await again.post('authentication/logout');
  expect(await second.next('s:logout-session')).toEqual({ loginEventId: login, redirectUrl: null });
  await second.next('disconnect');
  await expect(again.listen()).rejects.toThrow('Authentication error');
  expect(await first.join('quota')).toEqual(['quota']);
  expect(first.all('s:logout-session')).toEqual([]);
  first.close();
});

test('all sessions of somebody who is disabled end', async ({ server }) => {
  const portal = await Portal.register(server.url);
  const person = await portal.person('User');
  const listener = await person.listen();
  await listener.join(person.id, false);
  await portal.owner.put('people/status/Terminated', { userIds: [person.id], resendAll: false });
  expect(await listener.next('s:logout-session')).toEqual({ loginEventId: 0, redirectUrl: null });
  await listener.next('disconnect');
});

test('another type is told at once, with the new rights', async ({ server }) => {
  const portal = await Portal.register(server.url);
  const person = await portal.person('User');
  const listener = await person.listen();
  expect(await listener.join('users', false), 'not for users').toEqual([]);
  await portal.owner.put('people/type/RoomAdmin', { userIds: [person.id] });
  const told = await listener.next('s:change-my-type');
  expect(told).toMatchObject({ id: person.id, admin: 'Olga Owner', hasPersonalFolder: false });
  expect(told.data).toMatchObject({ id: person.id, isRoomAdmin: true });
  // The session was given to somebody with other rights: it ends, and the next one has the new ones.
  await listener.next('disconnect');
  const again = await (await portal.signIn(person.email)).listen();
  expect(await again.join('users', false)).toEqual(['users']);
  again.close();
});
