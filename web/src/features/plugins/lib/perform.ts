// Does what a handler of a plugin answers (ai/50 §4.4 of the contract). A handler that throws is told of, and harms nobody.
import { notifyError, notifyWords } from '@/shared/notify';
import type { Answer, Message, Toast } from './contract';
import { closeModal, showCreate, showModal, updateCreate } from './dialogs';
import { type Actor, plugins } from './loaded';

/** What only controls have: their own props, those of their neighbours, and in a dialog the plugin's settings. */
export interface Controls {
  change: (props: Record<string, unknown>) => void;
  changeOther: (name: string, props: Record<string, unknown>) => void;
  keep?: ((settings: string) => Promise<void>) | undefined;
}

async function readAnew({ record: { name } }: Actor): Promise<void> {
  const { offerOf } = await import('./host');
  plugins.set((list) =>
    list.map((one) => (one.record.name === name ? { ...one, ...offerOf(one.record, one.object) } : one)),
  );
}

function post({ postMessage }: Message): void {
  if (!postMessage) return;
  const frame = document.getElementById(postMessage.frameId);
  if (frame instanceof HTMLIFrameElement) frame.contentWindow?.postMessage(JSON.stringify(postMessage.message), '*');
}

/** ms that words of a plugin stay at least and at most, whatever it wishes. */
const [SHORTEST, LONGEST] = [2000, 60_000];

function toast({ type, title, timeout, withCross }: Toast): void {
  const time = timeout ? Math.min(Math.max(timeout, SHORTEST), LONGEST) : undefined;
  notifyWords(String(title), { ...(type && { kind: type }), time, closable: withCross !== false });
}

async function act(plugin: Actor, action: string, message: Message, controls?: Controls): Promise<void> {
  switch (action) {
    case 'show-toast':
      message.toastProps?.forEach(toast);
      return;
    case 'update-props':
      if (message.newProps) controls?.change(message.newProps);
      return;
    case 'update-context':
      for (const { name: other, props } of message.contextProps ?? []) controls?.changeOther(other, props);
      return;
    case 'show-modal':
      if (message.modalDialogProps) showModal(plugin, message.modalDialogProps);
      return;
    case 'close-modal':
      closeModal();
      return;
    case 'show-create-dialog-modal':
      if (message.createDialogProps) showCreate(plugin, message.createDialogProps);
      return;
    case 'update-create-dialog-modal':
      if (message.createDialogProps) updateCreate(plugin, message.createDialogProps);
      return;
    case 'save-settings':
      await controls?.keep?.(message.settings ?? '');
      return;
    case 'send-post-message':
      post(message);
      return;
    default:
      if (/^update-(status|.+-items)$/.test(action)) await readAnew(plugin);
  }
}

/** Does what a message wants, one action after the other; the first that fails ends it. */
export async function carryOut(plugin: Actor, message: Awaited<Answer>, controls?: Controls): Promise<void> {
  for (const action of message?.actions ?? []) await act(plugin, action, message as Message, controls);
}

/** Calls a handler and does what it answers. */
export async function perform(plugin: Actor, handler: (() => Answer) | undefined, controls?: Controls): Promise<void> {
  try {
    await carryOut(plugin, await handler?.call(plugin.object), controls);
  } catch (error) {
    notifyError(error, plugin.record.pluginName);
  }
}
