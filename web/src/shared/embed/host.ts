// What is said to and fro between us and the page around our frame (platform/11 §11.5). Questions are answered one after
// the other, for answers carry no numbers, and only to pages that administrators allow.
import { configure, type FrameEvent, frame, frameId } from './frame';
import { allows } from './sites';

export type Method = (data: Record<string, unknown>) => unknown;

const WRONG = 'Wrong method for this mode';
/** ms between the first words: soon, then ever less often; the page around listens a moment after we are loaded. */
const SOON = 60;
const SELDOM = 4000;
const KNOCKS = 20;

interface Question {
  methodName: string;
  data: unknown;
  origin: string;
}

let origin: string | null = null;
let sites: Promise<string[]> | null = null;
let methods: () => Record<string, Method> = () => ({});
let ready = false;
let shown = false;
let drawn = false;
let documentThere = false;
/** What happened before anybody listened. */
const early: [FrameEvent, unknown][] = [];
const questions: Question[] = [];
let busy = false;

/**
 * Begins to speak with the page around us: asks for its wishes, and answers what it asks from then on. `offered` tells the
 * methods of the mode we are in, `listed` the sites that are allowed. Does nothing in a window of our own.
 */
export function meetHost(offered: () => Record<string, Method>, listed: () => Promise<string[]>): void {
  if (frameId === null || sites) return;
  methods = offered;
  sites = listed();
  // Asked for when somebody speaks with us; until then nobody minds.
  sites.catch(() => undefined);
  window.addEventListener('message', hear);
  // Nobody waits for the answers of a page that is gone.
  window.addEventListener('pagehide', () => {
    for (const { origin: from } of questions.splice(0))
      if (from === origin) post({ type: 'onMethodReturn', methodReturnData: {} });
  });
  if (document.readyState === 'complete') knock(0);
  else window.addEventListener('load', () => setTimeout(() => knock(0)), { once: true });
}

/**
 * Says "here I am" until the page tells what it wishes. It is no secret: whoever frames us knows our address. When this page
 * began tells it from the one before it in the frame.
 */
function knock(turn: number): void {
  if (ready || turn === KNOCKS) return;
  command('setConfig', { src: window.location.origin, began: performance.timeOrigin });
  setTimeout(() => knock(turn + 1), Math.min(SOON * 2 ** turn, SELDOM));
}

/** Tells the page what happened. */
export function tell(event: FrameEvent, data?: unknown): void {
  if (frameId === null) return;
  if (ready) post({ type: 'onEventReturn', eventReturnData: { event, data } });
  else early.push([event, data]);
}

/** What was asked for can be seen; the page takes its sign of waiting away. */
export function contentDrawn(): void {
  drawn = true;
  if (!ready || shown || frame()?.noLoader !== false) return;
  shown = true;
  command('setIsLoaded');
}

function command(commandName: string, commandData?: unknown): void {
  post({ type: 'onCallCommand', commandName, commandData });
}

function post(message: Record<string, unknown>): void {
  window.parent.postMessage(JSON.stringify({ ...message, frameId }), origin ?? expected());
}

/** Who frames us, as far as browsers tell. */
function expected(): string {
  const [nearest] = window.location.ancestorOrigins ?? [];
  if (nearest) return nearest;
  // Within our own pages the referrer is ours.
  const before = document.referrer ? new URL(document.referrer).origin : '';
  return before && before !== window.location.origin ? before : '*';
}

function hear({ data, source, origin: from }: MessageEvent): void {
  if (source !== window.parent || typeof data !== 'string') return;
  const question = read(data);
  if (!question) return;
  questions.push({ ...question, origin: from });
  void answerAll();
}

function read(text: string): Omit<Question, 'origin'> | null {
  try {
    const message = JSON.parse(text) as {
      frameId?: string;
      data?: { type?: string; methodName?: string; data?: unknown };
    };
    const { type, methodName, data } = message?.data ?? {};
    if (message.frameId !== frameId || type !== 'method' || typeof methodName !== 'string') return null;
    return { methodName, data };
  } catch {
    return null;
  }
}

async function answerAll(): Promise<void> {
  if (busy) return;
  busy = true;
  for (let question = questions[0]; question; question = questions[0]) {
    if (await mayAsk(question.origin)) {
      origin = question.origin;
      const answer = await answerTo(question);
      // Gone while the page was left: that answered it.
      if (questions[0] === question) post({ type: 'onMethodReturn', methodReturnData: answer ?? null });
      if (question.methodName === 'setConfig') begin();
    }
    if (questions[0] === question) questions.shift();
  }
  busy = false;
}

async function mayAsk(from: string): Promise<boolean> {
  if (from === origin) return true;
  try {
    return allows((await sites) ?? [], from, window.location.origin);
  } catch {
    return false;
  }
}

/** Errors come back as an answer, too. */
async function answerTo({ methodName, data }: Question): Promise<unknown> {
  const wish = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
  if (methodName === 'setConfig') configure(wish);
  const method = methods()[methodName];
  if (!method) return methodName === 'setConfig' ? wish : WRONG;
  try {
    return await method(wish);
  } catch (error) {
    const status = error instanceof Error && 'status' in error ? error.status : undefined;
    const message = error instanceof Error ? error.message : String(error);
    return { error: { message, status }, message, ...(status !== undefined && { status }) };
  }
}

/** Editors are ready once their document is there; everything else with the page's wishes. */
function begin(): void {
  if (ready) return;
  ready = true;
  const mode = frame()?.mode;
  if ((mode !== 'editor' && mode !== 'viewer') || documentThere) tell('onAppReady', { frameId });
  for (const [event, data] of early.splice(0)) tell(event, data);
  if (drawn) contentDrawn();
}

/** The document of an editor or a viewer can be seen. */
export function documentReady(): void {
  if (documentThere) return;
  documentThere = true;
  const mode = frame()?.mode;
  if (ready && (mode === 'editor' || mode === 'viewer')) tell('onAppReady', { frameId });
}
