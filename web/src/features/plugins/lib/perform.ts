// Does what a handler of a plugin answers (ai/50 §4.4 of the contract). A handler that throws is told of, and harms nobody.
import { notifyError, notifyWords } from '@/shared/notify';
import type { Answer, Message } from './contract';
import { type Loaded, plugins } from './loaded';

/** What only controls have: their own props, and those of their neighbours. */
export interface Controls {
  change: (props: Record<string, unknown>) => void;
  changeOther: (name: string, props: Record<string, unknown>) => void;
}

async function readAnew(name: string): Promise<void> {
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

async function act(name: string, action: string, message: Message, controls?: Controls): Promise<void> {
  switch (action) {
    case 'show-toast':
      for (const { type, title } of message.toastProps ?? []) notifyWords(String(title), type);
      return;
    case 'update-props':
      if (message.newProps) controls?.change(message.newProps);
      return;
    case 'update-context':
      for (const { name: other, props } of message.contextProps ?? []) controls?.changeOther(other, props);
      return;
    case 'send-post-message':
      post(message);
      return;
    default:
      if (/^update-(status|.+-items)$/.test(action)) await readAnew(name);
  }
}

/** Calls a handler and does what it answers, one action after the other. */
export async function perform(
  { record, object }: Pick<Loaded, 'record' | 'object'>,
  handler: (() => Answer) | undefined,
  controls?: Controls,
): Promise<void> {
  try {
    const message = await handler?.call(object);
    for (const action of message?.actions ?? []) await act(record.name, action, message as Message, controls);
  } catch (error) {
    notifyError(error, record.pluginName);
  }
}
