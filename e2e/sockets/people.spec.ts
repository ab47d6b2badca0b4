// People, guests, groups, figures and settings.
import { ACCESS, Portal } from '../support/portal.ts';
import { expect, test } from './kit.ts';

test('people appear, change and go', async ({ server }) => {
  const portal = await Portal.register(server.url);
  const { owner } = portal;
  const listener = await owner.listen();
  await listener.join(['users', 'groups'], false);
  const person = await portal.person('User');
  const added = await listener.next('s:add-user');
  expect(added.data).toEqual(await owner.get(`people/${person.id}`));

  const group = await owner.post('group', { groupManager: person.id, groupName: 'Crew', members: [person.id] });
  const shown = await listener.next('s:add-group');
  expect(shown).toMatchObject({ id: group.id, data: { id: group.id, name: 'Crew', manager: { id: person.id } } });

  await person.put(`people/${person.id}`, { firstName: 'Petra', lastName: 'Person' });
  expect((await listener.next('s:update-user', ({ data }) => data.firstName === 'Petra')).id).toBe(person.id);
  const again = await listener.next('s:update-group');
  expect(again.data.manager.displayName).toBe('Petra Person');

  await owner.put(`group/${group.id}`, { groupName: 'The crew' });
  expect((await listener.next('s:update-group', ({ data }) => data.name === 'The crew')).id).toBe(group.id);
  await owner.delete(`group/${group.id}`);
  expect(await listener.next('s:delete-group')).toBe(group.id);

  await owner.put('people/status/Terminated', { userIds: [person.id], resendAll: false });
  await listener.next('s:update-user', ({ data }) => data.status === 2);
  await owner.delete(`people/${person.id}`);
  expect(await listener.next('s:delete-user')).toBe(person.id);
  listener.close();
});

test('guests are told to those who know them', async ({ server }) => {
  const portal = await Portal.register(server.url);
  const { owner } = portal;
  const host = await portal.person('RoomAdmin');
  const stranger = await portal.person('RoomAdmin');
  const [byOwner, byHost, byStranger] = [await owner.listen(), await host.listen(), await stranger.listen()];
  for (const one of [byOwner, byHost, byStranger]) expect(await one.join('guests')).toEqual(['guests']);
  const room = await host.room('Fair');
  await host.share(room, [{ email: `visitor.${Date.now()}@example.com`, access: ACCESS.read }]);
  const invited = await byHost.next('s:add-guest');
  expect(invited.data).toMatchObject({ isVisitor: true, status: 4 });
  expect((await byOwner.next('s:add-guest')).id).toBe(invited.id);
  const guest = await portal.person('Guest', host);
  expect((await byHost.next('s:add-guest')).id).toBe(guest.id);
  expect((await byOwner.next('s:add-guest')).data).toEqual(await owner.get(`people/${guest.id}`));
  await host.delete('people/guests', { userIds: [guest.id] });
  expect(await byHost.next('s:delete-guest')).toBe(guest.id);
  await owner.put('people/status/Terminated', { userIds: [guest.id], resendAll: false });
  await owner.delete(`people/${guest.id}`);
  expect(await byOwner.next('s:delete-guest')).toBe(guest.id);
  expect(byStranger.all('s:add-guest')).toEqual([]);
  for (const one of [byOwner, byHost, byStranger]) one.close();
});

test('a guest who becomes a user changes lists', async ({ server }) => {
  const portal = await Portal.register(server.url);
  const { owner } = portal;
  const guest = await portal.person('Guest');
  const listener = await owner.listen();
  await listener.join('users', false);
  await listener.join('guests');
  await owner.put('people/type/User', { userIds: [guest.id] });
  expect(await listener.next('s:delete-guest')).toBe(guest.id);
  expect((await listener.next('s:add-user')).data).toMatchObject({ id: guest.id, isCollaborator: true });
  listener.close();
});

test('figures of the portal move', async ({ server }) => {
  const portal = await Portal.register(server.url);
  const { owner } = portal;
  const listener = await owner.listen();
  await listener.join('quota', false);
  const told = (feature: string, value: number) =>
    listener.next('s:change-quota-used-value', (one) => one.featureId === feature && one.value === value);
  const room = await owner.room('Plans');
  await told('room', 1);
  await portal.person('RoomAdmin');
  await told('users', 2);
  await told('manager', 2);
  await owner.upload(room, 'ten.txt', '0123456789');
  await told('total_size', 10);
  listener.close();
});

test('the own space and the quotas are told', async ({ server }) => {
  const portal = await Portal.register(server.url);
  const { owner } = portal;
  const listener = await owner.listen();
  await listener.join('QUOTA');
  const mine = (await owner.get('files/@my')).current.id;
  await owner.upload(mine, 'mine.txt');
  expect(await listener.next('s:change-user-quota-used-value')).toMatchObject({
    customQuotaFeature: 'user_custom_quota',
    quotaLimit: -1,
  });
  await owner.put('settings/tenantquotasettings', { tenantId: 1, quota: 1_000_000 }).catch(() => undefined);
  listener.close();
});

test('sharing settings are told', async ({ server }) => {
  const portal = await Portal.register(server.url);
  const { owner } = portal;
  const listener = await owner.listen();
  await listener.join('quota', false);
  await owner.put('files/settings/external', { set: false });
  expect(await listener.next('s:change-external-sharing-settings')).toEqual({
    externalShare: false,
    defaultShareLinkInternal: false,
    externalShareApplyToDocuments: true,
    externalShareApplyToRooms: true,
    blockExistingLinksOnRestrict: true,
  });
  listener.close();
});

test('progress of operations comes to who started them', async ({ server }) => {
  const portal = await Portal.register(server.url);
  const { owner } = portal;
  const other = await portal.person('DocSpaceAdmin');
  const room = await owner.room('Plans');
  const folder = await owner.folder(room, 'Copies');
  const files = await Promise.all([1, 2, 3].map((n) => owner.upload(room, `${n}.txt`)));
  const [mine, foreign] = [await owner.listen(), await other.listen()];
  for (const one of [mine, foreign]) expect(await one.join('operations')).toEqual(['operations']);
  const started = await owner.put('files/fileops/copy', { fileIds: files, destFolderId: folder });
  const { id } = started[started.length - 1];
  const done = await mine.next('s:operation', (one) => one.id === id && one.finished);
  expect(done).toMatchObject({ id, Operation: 1, progress: 100, error: '', processed: '3', finished: true });
  expect(foreign.all('s:operation')).toEqual([]);
  mine.close();
  foreign.close();
});
