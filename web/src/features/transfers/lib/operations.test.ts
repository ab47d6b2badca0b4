import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { adoptOperations, operations, runOperation } from './operations';

const answer = (part: object) => ({
  id: 'op',
  Operation: 0 as const,
  progress: 0,
  error: '',
  processed: '0',
  finished: false,
  ...part,
});

function reply(...bodies: object[][]): void {
  const calls = vi.fn();
  for (const body of bodies)
    calls.mockResolvedValueOnce(
      new Response(JSON.stringify({ response: body }), { headers: { 'content-type': 'application/json' } }),
    );
  calls.mockImplementation(() =>
    Promise.resolve(new Response('{"response":[]}', { headers: { 'content-type': 'application/json' } })),
  );
  vi.stubGlobal('fetch', calls);
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  operations.set(() => []);
});

test('waits until the server says that the operation is over', async () => {
  reply([answer({ progress: 50 })], [answer({ progress: 100, finished: true, url: '/zip', files: [{ id: 7 }] })]);
  const done = runOperation('download', 'Photos', Promise.resolve([answer({})]));
  await vi.advanceTimersByTimeAsync(200);
  expect(operations.get()[0]?.progress).toBe(50);
  await vi.advanceTimersByTimeAsync(1000);
  await expect(done).resolves.toEqual({ url: '/zip', files: [7], folders: [] });
  expect(operations.get()[0]?.state).toBe('done');
});

test('an operation that ended with words is a failure with these words', async () => {
  reply([answer({ progress: 100, finished: true, error: 'The file is locked' })]);
  const done = runOperation('move', 'Budget.xlsx', Promise.resolve([answer({})]));
  const failed = expect(done).rejects.toThrow('The file is locked');
  await vi.advanceTimersByTimeAsync(1000);
  await failed;
});

test('an operation that another page has already collected counts as done', async () => {
  reply();
  const done = runOperation('delete', 'Budget.xlsx', Promise.resolve([answer({})]));
  await vi.advanceTimersByTimeAsync(5000);
  await expect(done).resolves.toEqual({ url: '', files: [], folders: [] });
});

test('nothing to do is done at once', async () => {
  await expect(runOperation('delete', 'x', Promise.resolve([]))).resolves.toEqual({ url: '', files: [], folders: [] });
});

test('after a reload what is under way is shown again, and what is over is not', async () => {
  const running = answer({ id: 'old', Operation: 3, progress: 20, processed: '4' });
  reply(
    [running, answer({ id: 'over', finished: true })],
    [answer({ id: 'old', Operation: 3, finished: true, url: '/zip' })],
  );
  const ended = vi.fn();
  await adoptOperations(ended);
  expect(operations.get()).toMatchObject([
    { id: 'old', kind: 'download', progress: 20, processed: 4, state: 'running' },
  ]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(ended).toHaveBeenCalledWith('download', { url: '/zip', files: [], folders: [] });
});
