import { useState } from 'react';
import type { Shared, Status } from '@/features/editor';

/** Whether the document has been here: it stays when the line is lost. */
export function useReady(shared: Shared, { line }: Status): boolean {
  const [ready, setReady] = useState<Shared | null>(null);
  if (line === 'up' && ready !== shared) setReady(shared);
  return ready === shared;
}
