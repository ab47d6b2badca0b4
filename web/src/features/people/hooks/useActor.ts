import { useSelf } from '@/features/session';
import type { Actor } from '../lib/rights';
import { typeOf } from '../lib/toLine';

/** The signed-in person, as one who acts on others. */
export function useActor(): Actor {
  const self = useSelf();
  return { id: self.id ?? '', type: typeOf(self) };
}
