// Long work on people: started by a POST, watched until it ends, stopped on request.
import { ApiError, api, type Schemas, unwrap } from '@/api/client';

export type TaskKind = 'type' | 'reassign' | 'remove';

type Answer = Schemas['TaskProgressResponseDto'];

/** How a task ended. */
export type TaskEnd = 'done' | 'stopped';

const POLL = 400;
const STOPPED = 3;

function progress(kind: TaskKind, userid: string): Promise<Answer | undefined> {
  const params = { path: { userid } };
  switch (kind) {
    case 'type':
      return unwrap(api.GET('/api/2.0/people/type/progress/{userid}', { params }));
    case 'reassign':
      return unwrap(api.GET('/api/2.0/people/reassign/progress/{userid}', { params }));
    case 'remove':
      return unwrap(api.GET('/api/2.0/people/remove/progress/{userid}', { params }));
  }
}

/** Asks the server to stop the task on a person; what is already done stays done. */
export function stopTask(kind: TaskKind, userId: string): Promise<unknown> {
  const body = { userId };
  switch (kind) {
    case 'type':
      return unwrap(api.PUT('/api/2.0/people/type/terminate', { body }));
    case 'reassign':
      return unwrap(api.PUT('/api/2.0/people/reassign/terminate', { body }));
    case 'remove':
      return unwrap(api.PUT('/api/2.0/people/remove/terminate', { body }));
  }
}

/** Waits for the end of a task that has been started; a failed one throws with the server's words. */
export async function followTask(
  kind: TaskKind,
  userId: string,
  started: Promise<Answer | undefined>,
  onProgress: (percentage: number) => void,
): Promise<TaskEnd> {
  let answer = await started;
  while (answer && !answer.isCompleted) {
    onProgress(answer.percentage);
    await new Promise((resolve) => setTimeout(resolve, POLL));
    answer = await progress(kind, userId);
  }
  if (answer?.error) throw new ApiError(200, answer.error);
  onProgress(100);
  return answer?.status === STOPPED ? 'stopped' : 'done';
}

/** Gives everything a disabled person owns to somebody else, and deletes the account afterwards if wished. */
export function startReassign(fromUserId: string, toUserId: string, deleteProfile: boolean) {
  return unwrap(api.POST('/api/2.0/people/reassign/start', { body: { fromUserId, toUserId, deleteProfile } }));
}

/** Removes what a disabled person has; their rooms go to the owner of the space. */
export function startRemove(userId: string) {
  return unwrap(api.POST('/api/2.0/people/remove/start', { body: { userId } }));
}

/** Makes somebody a user or a guest; their rooms go to `heir`. */
export function startTypeChange(userId: string, type: 'User' | 'Guest', heir: string | null) {
  return unwrap(api.POST('/api/2.0/people/type', { body: { userId, type, ...(heir && { reassignUserId: heir }) } }));
}
