import { notifications, notificationsStore } from '@mantine/notifications';
import { afterEach, expect, test, vi } from 'vitest';
import type { Message } from './contract';
import { closeAll, dialogs } from './dialogs';
import type { Actor } from './loaded';
import { perform } from './perform';

const plugin: Actor = {
  record: { name: 'words', pluginName: 'Words', version: '1', url: '/p/plugin.js', scopes: [], settings: null },
  object: {},
};
const other: Actor = { ...plugin, record: { ...plugin.record, name: 'notes' } };

const controls = () => ({ change: vi.fn(), changeOther: vi.fn(), keep: vi.fn(async () => undefined) });
const answer = (message: Message, given = controls(), whose = plugin) =>
  perform(whose, () => message, given).then(() => given);
const told = () => {
  const { notifications: shown, queue } = notificationsStore.getState();
  return [...shown, ...queue];
};

afterEach(() => {
  closeAll();
  notifications.clean();
});

test('without actions nothing happens', async () => {
  const given = await answer({ newProps: { a: 1 }, toastProps: [{ title: 'x' }], settings: 'x', modalDialogProps: {} });
  expect(given.change).not.toHaveBeenCalled();
  expect(given.keep).not.toHaveBeenCalled();
  expect(dialogs.get().modal).toBeNull();
  expect(told()).toEqual([]);
});

test('a toast says what it is, stays as long as it wishes within limits, and has a cross unless it wants none', async () => {
  await answer({
    actions: ['show-toast'],
    toastProps: [
      { title: 'a', type: 'error', timeout: 10 },
      { title: 'b', withCross: false, timeout: 1e9 },
      { title: 'c' },
    ],
  });
  expect(
    told().map(({ message, color, autoClose, withCloseButton }) => [message, color, autoClose, withCloseButton]),
  ).toEqual([
    ['a', 'red', 2000, true],
    ['b', 'gray', 60_000, false],
    ['c', 'gray', 5000, true],
  ]);
});

test('a modal opens, makes place for another, and closes', async () => {
  await answer({ actions: ['show-modal'], modalDialogProps: { dialogHeader: 'One' } });
  const first = dialogs.get().modal;
  await answer({ actions: ['show-modal'], modalDialogProps: { dialogHeader: 'Two' } });
  expect(dialogs.get().modal?.dialog.dialogHeader).toBe('Two');
  expect(dialogs.get().modal?.number).not.toBe(first?.number);
  await answer({ actions: ['close-modal'] });
  expect(dialogs.get().modal).toBeNull();
});

test('a dialog for something new is changed by its own plugin, and stays the same one', async () => {
  await answer({ actions: ['show-create-dialog-modal'], createDialogProps: { title: 'New', extension: '.txt' } });
  const { number } = dialogs.get().create ?? {};
  await answer({ actions: ['update-create-dialog-modal'], createDialogProps: { extension: '.md' } });
  expect(dialogs.get().create).toMatchObject({ number, dialog: { title: 'New', extension: '.md' } });
  await answer({ actions: ['update-create-dialog-modal'], createDialogProps: { title: 'Mine' } }, controls(), other);
  expect(dialogs.get().create?.dialog.title).toBe('New');
  await answer({ actions: ['update-create-dialog-modal'], createDialogProps: { visible: false } });
  expect(dialogs.get().create).toBeNull();
  await answer({ actions: ['update-create-dialog-modal'], createDialogProps: { title: 'Late' } });
  expect(dialogs.get().create, 'none is open').toBeNull();
});

test('settings are kept as they are, an empty text too, and only where they may be', async () => {
  const given = await answer({ actions: ['save-settings'], settings: '{"a":1}' });
  await answer({ actions: ['save-settings'] }, given);
  expect(given.keep.mock.calls).toEqual([['{"a":1}'], ['']]);
  await perform(plugin, () => ({ actions: ['save-settings'], settings: 'x' }));
  expect(told()).toEqual([]);
});

test('actions come one after the other, and none after one that fails', async () => {
  const given = controls();
  given.keep.mockRejectedValueOnce(new Error('Too long'));
  await answer(
    { actions: ['update-props', 'save-settings', 'show-modal'], newProps: { a: 1 }, modalDialogProps: {} },
    given,
  );
  expect(given.change).toHaveBeenCalledWith({ a: 1 });
  expect(dialogs.get().modal).toBeNull();
  expect(told()).toMatchObject([{ title: 'Words', color: 'red' }]);
});
