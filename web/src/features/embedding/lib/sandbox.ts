// Code of the page around the frame, run where it can reach the document on the desk and nothing else: in a frame without
// an origin, which has neither the session nor the app (platform/11, trap 5).
import type { Desk } from '@/shared/embed';

/** ms, for code that waits for something that does not come. */
const PATIENCE = 30_000;

/** Runs in there. `editor` answers each call with a promise; those that nobody waits for are waited for at the end. */
const ROOM = `<script>
onmessage = async ({ data: { source, data }, ports: [port] }) => {
  const calls = new Map();
  const all = [];
  port.onmessage = ({ data: { id, value, error } }) => {
    const { done, fail } = calls.get(id);
    if (error === undefined) done(value);
    else fail(new Error(error));
  };
  const call = (name) => (...given) => {
    const answer = new Promise((done, fail) => {
      const id = all.length;
      calls.set(id, { done, fail });
      port.postMessage({ id, name, given });
    });
    all.push(answer);
    answer.catch(() => undefined);
    return answer;
  };
  const editor = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : call(name)) });
  try {
    const run = (0, eval)('(' + source + ')');
    const result = await (run.length > 2 ? run(editor, { scope: data }, data) : run(editor, data));
    await Promise.all(all);
    port.postMessage({ result: result === undefined ? null : JSON.parse(JSON.stringify(result)) });
  } catch (error) {
    port.postMessage({ failure: String(error && error.message || error) });
  }
};
</script>`;

interface Word {
  id?: number;
  name?: string;
  given?: unknown[];
  result?: unknown;
  failure?: string;
}

/** Runs the source of a function with an editor that has the methods of `desk`; what it returned. */
export async function runApart(source: string, data: unknown, desk: Desk): Promise<unknown> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.hidden = true;
  frame.srcdoc = ROOM;
  const { port1: ours, port2: theirs } = new MessageChannel();
  let patience: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise((done, fail) => {
      patience = setTimeout(() => fail(new Error('The function took too long')), PATIENCE);
      ours.onmessage = ({ data: word }: MessageEvent<Word>) => {
        if (word.failure !== undefined) fail(new Error(word.failure));
        else if (word.id === undefined) done(word.result);
        else void answer(desk, word).then((said) => ours.postMessage({ id: word.id, ...said }));
      };
      frame.addEventListener('load', () => frame.contentWindow?.postMessage({ source, data }, '*', [theirs]), {
        once: true,
      });
      document.body.append(frame);
    });
  } finally {
    clearTimeout(patience);
    ours.close();
    frame.remove();
  }
}

async function answer(desk: Desk, { name = '', given = [] }: Word): Promise<{ value: unknown } | { error: string }> {
  const method = Object.hasOwn(desk, name) ? desk[name] : undefined;
  if (!method) return { error: `The editor has no ${name}` };
  try {
    return { value: await (method as (...given: unknown[]) => unknown)(...given) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
