import { useCallback, useEffect, useMemo } from 'react';
import { api, unwrap } from '@/api/client';
import { createGather } from '@/shared/lib/gather';
import type { Entry } from '../types';

/** Files asked for in one call. */
const AT_ONCE = 100;
/** Versions that were asked for: the answer is a message to whoever has the list open, so once is enough. */
const asked = new Set<string>();

const nameOf = ({ id, version }: Entry) => `${id}.${version}`;

async function ask(entries: Entry[]): Promise<void> {
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const part = entries.slice(at, at + AT_ONCE);
    try {
      await unwrap(
        api.POST('/api/2.0/files/thumbnails', { body: { fileIds: part.map(({ id }) => id), folderIds: [] } }),
      );
    } catch {
      // Nobody misses a picture so much that a failure had to be told; it is asked for when it is seen again.
      for (const entry of part) asked.delete(nameOf(entry));
    }
  }
}

/** Has pictures made of the files that are in sight and have none yet. They come with the news of the list. */
export function useThumbnails(): (entries: Entry[]) => void {
  const gather = useMemo(() => createGather<Entry>((entries) => void ask(entries)), []);
  useEffect(() => () => gather.stop(), [gather]);
  return useCallback(
    (entries) => {
      for (const entry of entries) {
        const name = nameOf(entry);
        if (entry.thumbnail !== 'waiting' || asked.has(name)) continue;
        asked.add(name);
        gather.add(entry);
      }
    },
    [gather],
  );
}
