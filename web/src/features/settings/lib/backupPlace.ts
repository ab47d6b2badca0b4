// Where an archive goes, and how the contract writes it down (platform/08 §8.5).
import type { Schemas } from '@/api/client';
import { type Bucket, isBucket, NO_BUCKET, toBucket, toProps } from './bucket';

/** With the files of the space, into the server's folder for backups, into a room, into a bucket. */
export interface BackupPlace {
  kind: 'files' | 'folder' | 'room' | 'bucket';
  /** A folder below the server's own; empty for that itself. */
  path: string;
  room: number | null;
  bucket: Bucket;
}

export const KINDS: BackupPlace['kind'][] = ['files', 'folder', 'room', 'bucket'];

/** BackupStorageType of the contract. */
export const STORAGE = { room: 0, folder: 3, files: 4, bucket: 5 } as const;

export const USUAL_PLACE: BackupPlace = { kind: 'files', path: '', room: null, bucket: NO_BUCKET };

/** Whether enough is said. Keys may be left out: the server says when it has none of the same service. */
export function isPlace({ kind, path, room, bucket }: BackupPlace): boolean {
  if (kind === 'room') return room !== null;
  if (kind === 'bucket') return isBucket(bucket, true);
  return kind === 'files' || path.split('/').every((part) => part !== '..');
}

export function kindOf(storage: Schemas['BackupStorageType'] | undefined): BackupPlace['kind'] {
  return KINDS.find((kind) => STORAGE[kind] === storage) ?? 'files';
}

export function toPlace(
  storage: Schemas['BackupStorageType'] | undefined,
  said: Record<string, string | null | undefined>,
): BackupPlace {
  const properties = Object.entries(said).map(([name, value]) => ({ name, value: value ?? '' }));
  return {
    kind: kindOf(storage),
    path: said['filePath'] ?? '',
    room: Number(said['folderId']) || null,
    bucket: kindOf(storage) === 'bucket' ? toBucket(properties) : NO_BUCKET,
  };
}

export function toTarget({ kind, path, room, bucket }: BackupPlace) {
  const storageType = STORAGE[kind];
  if (kind === 'room') return { storageType, storageParams: [{ key: 'folderId', value: String(room) }] };
  if (kind === 'bucket') return { storageType, storageParams: [{ key: 'module', value: 's3' }, ...toProps(bucket)] };
  if (kind === 'folder' && path.trim())
    return { storageType, storageParams: [{ key: 'filePath', value: path.trim() }] };
  return { storageType, storageParams: [] };
}
