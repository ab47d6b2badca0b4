// Long work with a status of its own, beside the operations on files: shown in the same panel, asked about here.
import { ApiError } from '@/api/client';
import { type OperationKind, operations } from './operations';

export interface TaskState {
  /** 0 to 100. */
  progress: number;
  error: string;
  finished: boolean;
}

export interface Task<T extends TaskState> {
  start: () => Promise<T>;
  /** How far it is; nothing when the server knows of none any more. */
  look: () => Promise<T | undefined>;
  /** Ends it; absent where it cannot be ended. */
  stop?: () => Promise<unknown>;
}

const POLL = 400;
let last = 0;

/** Starts a task, shows it in the activity panel and waits for its end. */
export async function runTask<T extends TaskState>(kind: OperationKind, label: string, task: Task<T>): Promise<T> {
  let state = await task.start();
  last += 1;
  const id = `task-${last}`;
  const { stop } = task;
  operations.set((list) => [
    ...list,
    {
      id,
      kind,
      label,
      progress: state.progress,
      processed: 0,
      state: 'running',
      error: '',
      startedAt: Date.now(),
      stop: stop ? () => stop().then(() => undefined) : null,
    },
  ]);
  const change = (part: object) =>
    operations.set((list) => list.map((item) => (item.id === id ? { ...item, ...part } : item)));
  try {
    while (!state.finished) {
      await new Promise((done) => setTimeout(done, POLL));
      // Who is gone has been stopped, here or elsewhere.
      const known = await task.look();
      state = known ?? { ...state, finished: true };
      change({ progress: state.progress });
    }
    if (state.error) throw new ApiError(200, state.error);
    change({ state: 'done', progress: 100 });
    return state;
  } catch (error) {
    change({ state: 'failed', error: error instanceof ApiError ? error.detail : '', progress: 100 });
    throw error;
  }
}
