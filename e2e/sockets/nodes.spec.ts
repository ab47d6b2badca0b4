// Two nodes over one PostgreSQL, a node that comes again, many events, slow and many clients.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { ACCESS, Listener, Portal } from '../support/portal.ts';
import { dataFolder, type Server, startServer } from '../support/server.ts';
import { expect, test } from './kit.ts';

/** A new database on the server for tests; nothing where there is none. */
function freshDatabase(): string | undefined {
  const server = process.env['ATRIUM_TEST_POSTGRES'];
  if (!server) return undefined;
  const name = `sockets_${Date.now()}_${process.pid}`;
  const bins = '/usr/lib/postgresql';
  const newest = readdirSync(bins).sort((a, b) => Number(a) - Number(b)).at(-1);
  const { hostname, port, username } = new URL(server);
  execFileSync(`${bins}/${newest}/bin/createdb`, ['-h', hostname, '-p', port, '-U', username, '-T', 'template0', name]);
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

test.describe('two nodes over one database', () => {
  let nodes: Server[] = [];
  let data = '';

  test.beforeAll(async () => {
    const database = freshDatabase();
    test.skip(!database, 'ATRIUM_TEST_POSTGRES is not set');
    data = await dataFolder();
    for (let node = 0; node < 2; node += 1) {
      nodes.push(await startServer({ flags: ['--dev', '--database', database ?? ''], data }));
    }
  });
  test.afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    nodes = [];
    if (data) await rm(data, { recursive: true, force: true });
  });

  test('what happens on one is told by the other, within its rights', async () => {
    const [here, there] = nodes as [Server, Server];
    const portal = await Portal.register(here.url);
    const guest = await portal.person('Guest');
    const room = await portal.owner.room('Plans');
    await portal.owner.share(room, [{ id: guest.id, access: ACCESS.read }]);
    const listener = await guest.at(portal.at(there.url)).listen();
    await listener.join([`DIR-${room}`, guest.id]);
    const began = Date.now();
    const file = await portal.owner.upload(room, 'plan.txt');
    expect((await listener.change('create', 'file', file)).data.title).toBe('plan.txt');
    expect(Date.now() - began).toBeLessThan(1000);
    await portal.owner.share(room, [{ id: guest.id, access: ACCESS.none }]);
    await listener.change('delete', 'folder', room);
    expect(await listener.join(`DIR-${room}`)).toEqual([]);
    await portal.owner.put('people/status/Terminated', { userIds: [guest.id], resendAll: false });
    expect(await listener.next('s:logout-session')).toEqual({ loginEventId: 0, redirectUrl: null });
    await listener.next('disconnect');
  });

  test('progress and wishes of clients cross over too', async () => {
    const [here, there] = nodes as [Server, Server];
    const portal = await Portal.register(here.url);
    const { owner } = portal;
    const room = await owner.room('Plans');
    const folder = await owner.folder(room, 'Copies');
    const file = await owner.upload(room, 'plan.txt');
    const far = await owner.at(portal.at(there.url)).listen();
    const near = await owner.listen();
    for (const one of [far, near]) await one.join(['operations', `DIR-${room}`]);
    const started = await owner.put('files/fileops/copy', { fileIds: [file], destFolderId: folder });
    await far.next('s:operation', (one) => one.id === started.at(-1).id && one.finished);
    near.socket.emit('refresh-folder', room);
    expect(await far.next('refresh-folder')).toBe(room);
    far.close();
    near.close();
  });
});

test('clients come back after a restart and hear again', async () => {
  const data = await dataFolder();
  let server = await startServer({ flags: ['--dev'], data });
  const portal = await Portal.register(server.url);
  const room = await portal.owner.room('Plans');
  const listener = await portal.owner.listen({ reconnection: true });
  await listener.join(`DIR-${room}`);
  const port = Number(new URL(server.url).port);
  const began = Date.now();
  await server.stop();
  expect(Date.now() - began, 'open connections do not hold the server up').toBeLessThan(4000);
  await listener.next('disconnect');
  listener.forget();
  server = await startServer({ flags: ['--dev'], data, port });
  await listener.next('connection-init', () => true, 15_000);
  await listener.join(`DIR-${room}`);
  const file = await portal.owner.upload(room, 'plan.txt');
  await listener.change('create', 'file', file);
  listener.close();
  await server.stop();
  await rm(data, { recursive: true, force: true });
});

test('thousands of changes reach whoever listens', async ({ server }) => {
  test.setTimeout(180_000);
  const portal = await Portal.register(server.url);
  const { owner } = portal;
  const room = await owner.room('Plans');
  const [source, target] = [await owner.folder(room, 'Source'), await owner.folder(room, 'Target')];
  const COUNT = 2000;
  for (let at = 0; at < COUNT; at += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, n) => owner.upload(source, `${at + n}.txt`)));
  }
  const reader = await owner.listen();
  await reader.join(`DIR-${target}`);
  await owner.finish(await owner.put('files/fileops/copy', { folderIds: [source], destFolderId: target }));
  const copied = (await owner.get(`files/${target}`)).folders[0].id;
  await reader.change('create', 'folder', copied);
  // The content of a copied folder is told to whoever has that one open; here the files are moved one by one.
  const files: number[] = (await all(owner, `files/${source}`)).map(({ id }) => id);
  expect(files).toHaveLength(COUNT);
  const moving = owner.put('files/fileops/move', { fileIds: files, destFolderId: target });
  const seen = new Set<number>();
  while (seen.size < COUNT) {
    const told = await reader.next('s:modify-folder', (one) => one.cmd === 'create' && one.type === 'file', 20_000);
    seen.add(told.id);
  }
  await owner.finish(await moving);
  expect([...seen].sort((a, b) => a - b)).toEqual(files.sort((a, b) => a - b));
  // Requests are answered as ever.
  const began = Date.now();
  await owner.get(`files/${target}?count=1`);
  expect(Date.now() - began).toBeLessThan(1000);
  reader.close();
});

async function all(person: Portal['owner'], path: string): Promise<{ id: number }[]> {
  const found = [];
  for (;;) {
    const page = await person.get(`${path}?count=100&startIndex=${found.length}`);
    if (page.files.length === 0) return found;
    found.push(...page.files);
  }
}

/** A WebSocket by hand that joins a room and then stops reading. */
async function deafClient(portal: Portal, token: string, part: string) {
  const { hostname, port } = new URL(portal.url);
  const socket = connect(Number(port), hostname);
  const frame = (text: string) => {
    const payload = Buffer.from(text);
    const head = payload.length < 126 ? Buffer.from([0x81, 0x80 | payload.length]) : Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 255]);
    // A mask of zeros leaves the text as it is.
    return Buffer.concat([head, Buffer.alloc(4), payload]);
  };
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1');
  });
  const until = async (text: string) => {
    while (!heard.includes(text)) await new Promise((done) => socket.once('data', done));
  };
  socket.write(
    [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      `Host: ${hostname}:${port}`,
      `Origin: http://${portal.alias}`,
      `Cookie: asc_auth_key=${token}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      '',
      '',
    ].join('\r\n'),
  );
  await until('pingInterval');
  socket.write(frame('40'));
  await until('connection-init');
  socket.write(frame(`420["subscribe",${JSON.stringify({ roomParts: part, individual: true })}]`));
  await until('430');
  socket.removeAllListeners('data');
  socket.pause();
  return socket;
}

test('who does not read is let go of, and holds nobody up', async ({ server }) => {
  test.setTimeout(120_000);
  const portal = await Portal.register(server.url);
  const { owner } = portal;
  const reader = await owner.listen();
  await reader.join('users', false);
  // Its connection is open, but nobody takes anything out of it.
  const deaf = await deafClient(portal, owner.token, 'users');
  const dropped = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^realtime_slow_clients_total (\d+)/m.exec(text)?.[1] ?? 0);
  };
  const before = await dropped();
  // What the two systems keep for a connection (up to some tens of megabytes), and the server's own thousand messages.
  let changes = 0;
  for (; (await dropped()) === before && changes < 10_000; changes += 100) {
    for (let at = 0; at < 100; at += 10) {
      const comment = (n: number) => `${changes + at + n} ${'x'.repeat(9000)}`;
      const change = (n: number) => owner.put(`people/${owner.id}`, { comment: comment(n) });
      await Promise.all(Array.from({ length: 10 }, (_, n) => change(n)));
    }
    for (let heard = 0; heard < 100; heard += 1) await reader.next('s:update-user');
  }
  console.log(`let go of after ${changes} messages`);
  expect(await dropped()).toBe(before + 1);
  expect(changes).toBeGreaterThan(1000);
  deaf.destroy();
  reader.close();
});

test('a thousand idle connections cost little', async ({ server }) => {
  test.setTimeout(120_000);
  const resident = () => {
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
  };
  const portal = await Portal.register(server.url);
  const room = await portal.owner.room('Plans');
  const open = async (count: number) => {
    const opened: Listener[] = [];
    for (let at = 0; at < count; at += 50) {
      opened.push(...(await Promise.all(Array.from({ length: 50 }, () => portal.owner.listen()))));
    }
    await Promise.all(opened.map((one) => one.join([`DIR-${room}`, 'quota', 'QUOTA', 'operations', portal.owner.id])));
    return opened;
  };
  const first = await open(100);
  const before = resident();
  const many = await open(1000);
  const each = (resident() - before) / 1000;
  console.log(`an idle connection takes ${(each / 1024).toFixed(1)} KiB`);
  expect(each).toBeLessThan(64 * 1024);
  for (const one of [...first, ...many]) one.close();
});
