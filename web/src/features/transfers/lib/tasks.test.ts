import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { operations } from './operations';
import { runTask } from './tasks';

const state = (progress: number, finished = false, error = '') => ({ progress, finished, error });

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  operations.set(() => []);
});

test('a task is shown while it runs, and over when it says so', async () => {
  const look = vi.fn().mockResolvedValueOnce(state(60)).mockResolvedValueOnce(state(100, true));
  const done = runTask('template', 'Fair', { start: async () => state(0), look });
  await vi.advanceTimersByTimeAsync(500);
  expect(operations.get()).toMatchObject([
    { kind: 'template', label: 'Fair', progress: 60, state: 'running', stop: null },
  ]);
  await vi.advanceTimersByTimeAsync(500);
  await expect(done).resolves.toEqual(state(100, true));
  expect(operations.get()).toMatchObject([{ state: 'done' }]);
});

test('what the server says went wrong is the failure', async () => {
  const done = runTask('template', 'Fair', {
    start: async () => state(0, true, 'No right'),
    look: async () => undefined,
  });
  await expect(done).rejects.toThrow('No right');
  expect(operations.get()).toMatchObject([{ state: 'failed', error: 'No right' }]);
});

test('a task that the server does not know any more has been stopped', async () => {
  const done = runTask('indexExport', 'Ledger', { start: async () => state(10), look: async () => undefined });
  await vi.advanceTimersByTimeAsync(500);
  await expect(done).resolves.toMatchObject({ finished: true });
});
