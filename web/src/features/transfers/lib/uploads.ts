// The upload queue: lives outside React, so that one may walk through the app while files travel.
import { api, unwrap } from '@/api/client';
import { sentence } from '@/shared/errors';
import { createStore } from '@/shared/lib/store';
import { send } from './send';

export type UploadState = 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled';

export interface Upload {
  id: string;
  name: string;
  folderId: number;
  size: number;
  sent: number;
  state: UploadState;
  error: string;
}

interface Job {
  file: File;
  folderId: number;
  /** Beside a file of the same title, instead of as its new version. */
  keepBoth: boolean;
  control: AbortController;
}

/** Above this size a file travels in parts (the server's `chunkUploadSize`). */
const CHUNK = 10 * 1024 * 1024;
const AT_ONCE = 3;

export const uploads = createStore<Upload[]>([]);
const jobs = new Map<string, Job>();
const landed = new Set<(folderId: number) => void>();
let counter = 0;
let running = 0;

function change(id: string, part: Partial<Upload>): void {
  uploads.set((list) => list.map((item) => (item.id === id ? { ...item, ...part } : item)));
}

/** Calls `listener` with the folder each time a file has arrived. */
export function onLanded(listener: (folderId: number) => void): () => void {
  landed.add(listener);
  return () => landed.delete(listener);
}

function form(part: Blob, name: string): FormData {
  const body = new FormData();
  body.append('file', part, name);
  return body;
}

async function sendWhole(id: string, { file, folderId, keepBoth, control }: Job): Promise<void> {
  await send({
    url: `/api/2.0/files/${folderId}/upload?createNewIfExist=${keepBoth}`,
    body: form(file, file.name),
    signal: control.signal,
    onProgress: (bytes) => change(id, { sent: Math.min(bytes, file.size) }),
  });
}

async function sendInParts(id: string, { file, folderId, keepBoth, control }: Job): Promise<void> {
  const session = await unwrap(
    api.POST('/api/2.0/files/{folderId}/session', {
      params: { path: { folderId } },
      body: { fileName: file.name, fileSize: file.size, createNewIfExist: keepBoth },
      signal: control.signal,
    }),
  );
  const base = `/api/2.0/files/${folderId}/session/${session.id}`;
  try {
    for (let start = 0, number = 1; start < file.size; start += CHUNK, number += 1) {
      const part = file.slice(start, start + CHUNK);
      await send({
        url: `${base}/upload?chunkNumber=${number}`,
        body: form(part, file.name),
        signal: control.signal,
        onProgress: (bytes) => change(id, { sent: start + Math.min(bytes, part.size) }),
      });
    }
    await send({
      url: `${base}/finalize`,
      method: 'PUT',
      body: null,
      signal: control.signal,
      onProgress: () => undefined,
    });
  } catch (error) {
    void fetch(base, { method: 'DELETE' }).catch(() => undefined);
    throw error;
  }
}

async function work(id: string, job: Job): Promise<void> {
  change(id, { state: 'sending' });
  try {
    await (job.file.size > CHUNK ? sendInParts(id, job) : sendWhole(id, job));
    change(id, { state: 'done', sent: job.file.size });
    jobs.delete(id);
    for (const listener of landed) listener(job.folderId);
  } catch (error) {
    const cancelled = job.control.signal.aborted;
    change(id, { state: cancelled ? 'cancelled' : 'failed', error: cancelled ? '' : sentence(error) });
  }
}

function next(): void {
  while (running < AT_ONCE) {
    const waiting = uploads.get().find((item) => item.state === 'waiting');
    const job = waiting && jobs.get(waiting.id);
    if (!job) return;
    running += 1;
    void work(waiting.id, job).finally(() => {
      running -= 1;
      next();
    });
  }
}

export function enqueueUploads(folderId: number, files: File[], keepBoth: boolean): void {
  const added = files.map((file): Upload => {
    counter += 1;
    const id = `upload-${counter}`;
    jobs.set(id, { file, folderId, keepBoth, control: new AbortController() });
    return { id, name: file.name, folderId, size: file.size, sent: 0, state: 'waiting', error: '' };
  });
  uploads.set((list) => [...list, ...added]);
  next();
}

export function cancelUpload(id: string): void {
  jobs.get(id)?.control.abort();
  if (uploads.get().find((item) => item.id === id)?.state === 'waiting') change(id, { state: 'cancelled' });
}

export function retryUpload(id: string): void {
  const job = jobs.get(id);
  if (!job) return;
  jobs.set(id, { ...job, control: new AbortController() });
  change(id, { state: 'waiting', sent: 0, error: '' });
  next();
}

/** Takes everything that has ended off the list. */
export function forgetUploads(): void {
  uploads.set((list) => list.filter((item) => item.state === 'waiting' || item.state === 'sending'));
}
