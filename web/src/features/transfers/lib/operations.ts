// Long work on the server: started by a PUT, watched here until it ends.
//
// The server hands out the end of an operation once, to the first who asks; so there is exactly one poller, and
// everybody else waits on it.
import { ApiError, api, type Schemas, unwrap } from '@/api/client';
import { createStore } from '@/shared/lib/store';
import { hear, linkState } from '@/shared/realtime';

export type OperationKind =
  | 'move'
  | 'copy'
  | 'delete'
  | 'download'
  | 'restore'
  | 'archive'
  | 'empty'
  | 'duplicate'
  | 'template'
  | 'fromTemplate'
  | 'indexExport'
  | 'report';

export interface Operation {
  id: string;
  kind: OperationKind;
  /** What it is about: one title, or a number of items. */
  label: string;
  progress: number;
  /** Items that are dealt with so far. */
  processed: number;
  state: 'running' | 'done' | 'failed';
  error: string;
  startedAt: number;
  /** Another way to end it than that of operations; null for none. */
  stop?: (() => Promise<void>) | null;
}

/** What the operation left behind. */
export interface Outcome {
  url: string;
  /** Files and folders that came of it. */
  files: number[];
  folders: number[];
}

const NOTHING: Outcome = { url: '', files: [], folders: [] };

interface Waiter {
  resolve: (outcome: Outcome) => void;
  reject: (error: Error) => void;
  /** Polls in a row in which the server did not know the operation. */
  missed: number;
}

type Answer = Schemas['FileOperationDto'];

const FIRST_POLL = 120;
const POLL = 500;
/** While the server tells progress by itself. */
const RELAXED_POLL = 5000;
/** Ends told before their operation was known here. */
const EARLY = 50;
const MISSES_TO_BE_OVER = 3;

export const operations = createStore<Operation[]>([]);
const waiters = new Map<string, Waiter>();
const early = new Map<string, Answer>();
let timer: ReturnType<typeof setTimeout> | undefined;

function change(id: string, part: Partial<Operation>): void {
  operations.set((list) => list.map((item) => (item.id === id ? { ...item, ...part } : item)));
}

function settle(id: string, answer: Answer | undefined): void {
  const waiter = waiters.get(id);
  waiters.delete(id);
  const error = answer?.error ?? '';
  if (error) {
    change(id, { state: 'failed', error, progress: 100 });
    waiter?.reject(new ApiError(200, error));
    return;
  }
  change(id, { state: 'done', progress: 100 });
  const ids = (entries: Answer['files']) => (entries ?? []).flatMap((entry) => (entry as { id?: number }).id ?? []);
  waiter?.resolve({ url: answer?.url ?? '', files: ids(answer?.files), folders: ids(answer?.folders) });
}

function look(answers: Answer[]): void {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  for (const [id, waiter] of [...waiters]) {
    const answer = byId.get(id);
    if (!answer) {
      waiter.missed += 1;
      if (waiter.missed >= MISSES_TO_BE_OVER) settle(id, undefined);
      continue;
    }
    waiter.missed = 0;
    if (answer.finished) settle(id, answer);
    else change(id, progressOf(answer));
  }
}

const progressOf = ({ progress, processed }: Answer) => ({ progress, processed: Number(processed ?? 0) });

/** The server tells how far an operation is. */
function told(answer: Answer): void {
  const { id } = answer;
  if (!id) return;
  if (waiters.has(id)) {
    if (answer.finished) settle(id, answer);
    else change(id, progressOf(answer));
  } else if (answer.finished) {
    // The answer to its start may still be on its way.
    early.set(id, answer);
    const [oldest] = early.keys();
    if (early.size > EARLY && oldest) early.delete(oldest);
  }
}

hear('s:operation', told);

async function poll(): Promise<void> {
  timer = undefined;
  try {
    look((await unwrap(api.GET('/api/2.0/files/fileops'))) ?? []);
  } catch (error) {
    // A network that is away comes back; anything else ends the waiting.
    if (error instanceof ApiError && error.status !== 0) {
      for (const [id, waiter] of waiters) {
        waiters.delete(id);
        change(id, { state: 'failed', error: error.detail });
        waiter.reject(error);
      }
    }
  }
  schedule(linkState.get() === 'up' ? RELAXED_POLL : POLL);
}

function schedule(delay: number): void {
  if (timer === undefined && waiters.size > 0) timer = setTimeout(() => void poll(), delay);
}

/** Shows an operation in the activity panel and waits for its end. */
function watch(answer: Answer, kind: OperationKind, label: string): Promise<Outcome> {
  const id = answer.id ?? '';
  const known = { id, kind, label, state: 'running' as const, error: '', startedAt: Date.now() };
  operations.set((list) => [...list, { ...known, ...progressOf(answer) }]);
  return new Promise((resolve, reject) => {
    waiters.set(id, { resolve, reject, missed: 0 });
    const ended = early.get(id);
    early.delete(id);
    if (answer.finished || ended) settle(id, ended ?? answer);
    else schedule(FIRST_POLL);
  });
}

/** Starts an operation and waits for its end; shown in the activity panel while it runs. */
export async function runOperation(kind: OperationKind, label: string, start: Promise<Answer[]>): Promise<Outcome> {
  const answers = await start;
  const answer = answers[answers.length - 1];
  return answer?.id ? watch(answer, kind, label) : NOTHING;
}

/** FileOperationType of the contract. */
const KINDS: Record<number, OperationKind> = { 0: 'move', 1: 'copy', 2: 'delete', 3: 'download', 7: 'duplicate' };

/** After the page was opened anew: watches what is still under way, and tells each time one of them has ended. */
export async function adoptOperations(onEnd: (kind: OperationKind, outcome: Outcome) => void): Promise<void> {
  const answers = (await unwrap(api.GET('/api/2.0/files/fileops'))) ?? [];
  for (const answer of answers) {
    const kind = KINDS[answer.Operation ?? -1];
    if (!kind || !answer.id || answer.finished || waiters.has(answer.id)) continue;
    // A failure stays in the panel, with its words.
    watch(answer, kind, '').then(
      (outcome) => onEnd(kind, outcome),
      () => undefined,
    );
  }
}

/** Asks the server to stop; what is already done stays done. */
export async function cancelOperation({ id, stop }: Operation): Promise<void> {
  if (stop) return stop();
  await unwrap(api.PUT('/api/2.0/files/fileops/terminate/{id}', { params: { path: { id } } }));
  settle(id, undefined);
}

export function forgetOperations(): void {
  operations.set((list) => list.filter((item) => item.state === 'running'));
}
