// Files, folders and rooms: who hears what of them.
import { ACCESS, type Listener, Portal } from '../support/portal.ts';
import { expect, test } from './kit.ts';

test.describe('in an open folder', () => {
  let portal: Portal;
  let room: number;
  let listener: Listener;

  test.beforeEach(async ({ server }) => {
    portal = await Portal.register(server.url);
    room = await portal.owner.room('Plans');
    listener = await portal.owner.listen();
    expect(await listener.join(`DIR-${room}`)).toEqual([`DIR-${room}`]);
  });
  test.afterEach(() => listener.close());

  test('files appear, change and go', async () => {
    const { owner } = portal;
    const file = await owner.upload(room, 'plan.txt');
    const created = await listener.change('create', 'file', file);
    expect(created.data).toEqual({ id: file, folderId: room, title: 'plan.txt', version: 1, versionGroup: 1 });

    await owner.put(`files/file/${file}`, { title: 'master plan' });
    expect((await listener.change('update', 'file', file)).data.title).toBe('master plan.txt');

    await owner.finish(await owner.delete(`files/file/${file}`, { deleteAfter: false, immediately: true }));
    expect((await listener.change('delete', 'file', file)).data).toBe('');
  });

  test('folders appear, change and go', async () => {
    const { owner } = portal;
    const folder = await owner.folder(room, 'Drafts');
    const created = await listener.change('create', 'folder', folder);
    expect(created.data).toEqual({ id: folder, parentId: room, title: 'Drafts', createdBy: { id: owner.id } });

    await owner.put(`files/folder/${folder}`, { title: 'Old drafts' });
    expect((await listener.change('update', 'folder', folder)).data.title).toBe('Old drafts');

    await owner.finish(await owner.delete(`files/folder/${folder}`, { deleteAfter: false, immediately: true }));
    await listener.change('delete', 'folder', folder);
  });

  test('what is moved goes here and appears there', async () => {
    const { owner } = portal;
    const folder = await owner.folder(room, 'Drafts');
    const file = await owner.upload(room, 'plan.txt');
    await listener.join(`DIR-${folder}`);
    await listener.change('create', 'file', file);
    await owner.finish(await owner.put('files/fileops/move', { fileIds: [file], destFolderId: folder }));
    await listener.change('delete', 'file', file);
    expect((await listener.change('create', 'file', file)).data.folderId).toBe(folder);
  });

  test('what is thrown away goes here and appears in the trash', async () => {
    const { owner } = portal;
    const file = await owner.upload(room, 'plan.txt');
    await listener.change('create', 'file', file);
    const trash = (await owner.get('files/@trash')).current.id;
    await listener.join(`DIR-${trash}`);
    await owner.finish(await owner.delete(`files/file/${file}`, { deleteAfter: false, immediately: false }));
    await listener.change('delete', 'file', file);
    expect((await listener.change('create', 'file', file)).data.folderId).toBe(trash);
  });

  test('nothing comes any more after unsubscribing', async () => {
    const { owner } = portal;
    const other = await owner.room('Other');
    await listener.join(`DIR-${other}`);
    listener.socket.emit('unsubscribe', { roomParts: `DIR-${room}`, individual: true });
    await owner.upload(room, 'unheard.txt');
    // Events of a portal keep their order: what comes later says that the first never will.
    const heard = await owner.upload(other, 'heard.txt');
    await listener.change('create', 'file', heard);
    expect(listener.all('s:modify-folder').filter(({ cmd }) => cmd === 'create')).toEqual([]);
  });

  test('without `individual` only numbers come', async () => {
    const { owner } = portal;
    const common = await owner.listen();
    await common.join(`DIR-${room}`, false);
    await owner.put(`files/rooms/${room}`, { title: 'Better plans' });
    expect(await common.next('s:update-history')).toEqual({ id: room, type: 'folder' });
    expect(common.all('s:modify-folder')).toEqual([]);
    common.close();
  });

  test('a file tells its history, and that it is new', async () => {
    const { owner } = portal;
    const member = await portal.person('User');
    await owner.share(room, [{ id: member.id, access: ACCESS.editing }]);
    const file = await owner.upload(room, 'plan.txt');
    const reader = await member.listen();
    await reader.join(`FILE-${file}`);
    await owner.put(`files/file/${file}`, { title: 'master plan' });
    expect(await reader.next('s:update-history')).toEqual({ id: file, type: 'file' });
    await member.finish(await member.put('files/fileops/markasread', { fileIds: [file] }));
    expect(await reader.next('s:markasnew-file')).toEqual({ fileId: file });
    reader.close();
  });

  test('counters of the folders above follow, and what is new in them', async () => {
    const { owner } = portal;
    const member = await portal.person('User');
    await owner.share(room, [{ id: member.id, access: ACCESS.editing }]);
    const folder = await owner.folder(room, 'Drafts');
    const rooms = (await member.get('files/rooms')).current.id;
    const reader = await member.listen();
    await reader.join([`DIR-${rooms}`, `DIR-${room}`, `DIR-${folder}`]);
    const file = await owner.upload(folder, 'plan.txt');
    for (const id of [room, folder]) {
      await reader.change('update', 'folder', id);
      const news = await reader.next('s:markasnew-folder', ({ folderId, count }) => folderId === id && count === 1);
      expect(news).toEqual({ folderId: id, count: 1 });
    }
    await reader.next('s:markasnew-folder', ({ folderId, count }) => folderId === rooms && count === 1);
    await member.finish(await member.put('files/fileops/markasread', { fileIds: [file] }));
    await reader.next('s:markasnew-folder', ({ folderId, count }) => folderId === room && count === 0);
    expect(listener.all('s:markasnew-folder').filter(({ count }) => count > 0), 'the author has seen it').toEqual([]);
    reader.close();
  });

  test('a changed order asks to read anew, and so may a client', async () => {
    const { owner } = portal;
    const folder = await owner.folder(room, 'Drafts');
    const other = await owner.listen();
    await other.join(`DIR-${room}`);
    await owner.put(`files/folder/${folder}/order`, { order: 3 });
    expect(await listener.next('refresh-folder')).toBe(room);
    await other.next('refresh-folder');
    other.socket.emit('refresh-folder', room);
    expect(await listener.next('refresh-folder')).toBe(room);
    // The sender knows.
    await owner.put(`files/folder/${folder}/order`, { order: 4 });
    await other.next('refresh-folder');
    expect(other.all('refresh-folder')).toEqual([]);
    other.close();
  });
});

test.describe('in the list of rooms', () => {
  test('one hears of the own rooms only', async ({ server }) => {
    const portal = await Portal.register(server.url);
    const { owner } = portal;
    const member = await portal.person('User');
    const rooms = (await member.get('files/rooms')).current.id;
    const listener = await member.listen();
    await listener.join(`DIR-${rooms}`);
    const foreign = await owner.room('Foreign');
    await owner.put(`files/rooms/${foreign}`, { title: 'Still foreign' });
    const room = await owner.room('Shared');
    await owner.share(room, [{ id: member.id, access: ACCESS.read }]);
    expect((await listener.change('create', 'folder', room)).data).toMatchObject({
      id: room,
      parentId: rooms,
      title: 'Shared',
      roomType: 2,
    });
    await owner.put(`files/rooms/${room}`, { title: 'Shared by all' });
    expect((await listener.change('update', 'folder', room)).data.title).toBe('Shared by all');
    await owner.finish([await owner.put(`files/rooms/${foreign}/archive`)].flat());
    await owner.finish([await owner.put(`files/rooms/${room}/archive`)].flat());
    await listener.change('delete', 'folder', room);
    expect(listener.all('s:modify-folder').filter(({ id }) => id === foreign)).toEqual([]);
    listener.close();
  });

  test('a member whose access changes is told, and everybody sees who leaves', async ({ server }) => {
    const portal = await Portal.register(server.url);
    const { owner } = portal;
    const member = await portal.person('User');
    const room = await owner.room('Shared');
    await owner.share(room, [{ id: member.id, access: ACCESS.read }]);
    const [own, others] = await Promise.all([member.listen(), owner.listen()]);
    await Promise.all([own.join(`DIR-${room}`), others.join(`DIR-${room}`)]);
    await owner.share(room, [{ id: member.id, access: ACCESS.editing }]);
    const told = await own.next('s:change-access-rights-folder');
    expect(told.id).toBe(room);
    expect(JSON.parse(told.data)).toEqual({ [member.id]: ACCESS.editing });
    await member.share(room, [{ id: member.id, access: ACCESS.none }]);
    const left = await others.next('s:self-restriction-folder');
    expect(JSON.parse(left.data)).toEqual({ [member.id]: ACCESS.none });
    expect(others.all('s:change-access-rights-folder')).toEqual([]);
    own.close();
    others.close();
  });
});

test.describe('rights', () => {
  test('nobody listens to what he may not read', async ({ server }) => {
    const portal = await Portal.register(server.url);
    const { owner } = portal;
    const room = await owner.room('Secret');
    const file = await owner.upload(room, 'secret.txt');
    const [user, guest] = [await portal.person('User'), await portal.person('Guest')];
    for (const person of [user, guest]) {
      const listener = await person.listen();
      expect(await listener.join([`DIR-${room}`, `FILE-${file}`, `DIR-999999`])).toEqual([]);
      await owner.put(`files/file/${file}`, { title: 'very secret' });
      await owner.put(`files/rooms/${room}`, { title: 'Very secret' });
      await listener.join('quota');
      expect(listener.all().length, 'connection-init aside').toBeLessThanOrEqual(1);
      listener.close();
    }
  });

  test('other portals are out of reach, whatever one calls their rooms', async ({ server }) => {
    const [one, two] = [await Portal.register(server.url), await Portal.register(server.url)];
    const room = await one.owner.room('Here');
    const listener = await two.owner.listen();
    expect(await listener.join([`DIR-${room}`, `1-users`, `DIR-${room}-${one.owner.id}`, one.owner.id])).toEqual([]);
    listener.close();
  });

  test('a guest who loses the room hears nothing more', async ({ server }) => {
    const portal = await Portal.register(server.url);
    const { owner } = portal;
    const guest = await portal.person('Guest');
    const room = await owner.room('Shared');
    const folder = await owner.folder(room, 'Drafts');
    const file = await owner.upload(folder, 'plan.txt');
    const kept = await owner.room('Kept');
    for (const id of [room, kept]) await owner.share(id, [{ id: guest.id, access: ACCESS.read }]);
    const rooms = (await guest.get('files/rooms')).current.id;
    const listener = await guest.listen();
    const parts = [`DIR-${rooms}`, `DIR-${room}`, `DIR-${folder}`, `FILE-${file}`, `DIR-${kept}`];
    expect(await listener.join(parts)).toEqual(parts);
    await owner.put(`files/file/${file}`, { title: 'seen' });
    await listener.change('update', 'file', file);
    listener.forget();

    await owner.share(room, [{ id: guest.id, access: ACCESS.none }]);
    for (const id of [room, folder]) await listener.change('delete', 'folder', id);
    await listener.change('delete', 'file', file);
    listener.forget();

    await owner.put(`files/file/${file}`, { title: 'unseen' });
    await owner.put(`files/rooms/${room}`, { title: 'Unseen' });
    await owner.upload(room, 'unseen.txt');
    const heard = await owner.upload(kept, 'heard.txt');
    await listener.change('create', 'file', heard);
    expect(JSON.stringify(listener.all()).toLowerCase()).not.toContain('unseen');
    expect(listener.all('s:update-history').map(({ id }) => id)).not.toContain(room);
    listener.close();
  });

  test('who leaves a group leaves its rooms', async ({ server }) => {
    const portal = await Portal.register(server.url);
    const { owner } = portal;
    const member = await portal.person('User');
    const group = await owner.post('group', { groupManager: null, groupName: 'Crew', members: [member.id] });
    const room = await owner.room('For the crew');
    await owner.share(room, [{ id: group.id, access: ACCESS.read }]);
    const listener = await member.listen();
    expect(await listener.join(`DIR-${room}`)).toHaveLength(1);
    await owner.delete(`group/${group.id}/members`, { members: [member.id] });
    await listener.change('delete', 'folder', room);
    expect(await listener.join(`DIR-${room}`)).toEqual([]);
    listener.close();
  });

  test('a visitor hears of the room behind his link, until it is taken away', async ({ server }) => {
    const portal = await Portal.register(server.url);
    const { owner } = portal;
    const room = await owner.room('Open house', 6);
    const link = (await owner.get(`files/rooms/${room}/link`)).sharedLink ?? (await owner.get(`files/rooms/${room}/link`)).sharedTo;
    const share = link.requestToken;
    const secret = await owner.room('Secret');
    const { Listener } = await import('../support/portal.ts');
    const visitor = await Listener.connect(portal, { share });
    expect(await visitor.join([`DIR-${room}`, `DIR-${secret}`, 'quota', 'users'])).toEqual([`DIR-${room}`]);
    const file = await owner.upload(room, 'poster.txt');
    expect((await visitor.change('create', 'file', file)).data).toMatchObject({ id: file, requestToken: share });
    await owner.put(`files/rooms/${room}/links`, {
      linkId: link.id,
      title: link.title,
      linkType: 1,
      access: ACCESS.none,
    });
    await visitor.change('delete', 'folder', room);
    expect(await visitor.join(`DIR-${room}`)).toEqual([]);
    visitor.close();
  });
});

test.describe('on shelves', () => {
  test('favourites, recent and shared files appear and go', async ({ server }) => {
    const portal = await Portal.register(server.url);
    const { owner } = portal;
    const member = await portal.person('User');
    const mine = (await owner.get('files/@my')).current.id;
    const file = await owner.upload(mine, 'mine.txt');
    const shelf = async (path: string) => (await member.get(path)).current.id;
    const [favorites, recent, shared] = [
      await shelf('files/@favorites'),
      await shelf('files/recent'),
      await shelf('files/@share'),
    ];
    const listener = await member.listen();
    const parts = [favorites, recent, shared].map((id) => `DIR-${id}`);
    expect(await listener.join(parts)).toEqual(parts);
    await owner.put('files/share', { fileIds: [file], share: [{ shareTo: member.id, access: ACCESS.read }] });
    expect((await listener.change('create', 'file', file)).data.folderId).toBe(shared);
    await member.post('files/favorites', { fileIds: [file] });
    expect((await listener.change('create', 'file', file)).data.folderId).toBe(favorites);
    await member.post(`files/file/${file}/recent`);
    expect((await listener.change('create', 'file', file)).data.folderId).toBe(recent);
    await member.delete('files/favorites', { fileIds: [file] });
    await listener.change('delete', 'file', file);
    listener.close();
  });
});
