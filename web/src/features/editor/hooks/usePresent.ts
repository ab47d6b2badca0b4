import { useEffect, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type { Face } from '../lib/provider';

/** Who is here, each once, whatever he has open; whoever sits here comes first. */
export function usePresent(awareness: Awareness, me: Face | null): Face[] {
  const [others, setOthers] = useState<Face[]>([]);
  useEffect(() => {
    const look = () => {
      const found = new Map<string, Face>();
      for (const { user } of awareness.getStates().values() as Iterable<{ user?: Face }>)
        if (user?.id && !found.has(user.id)) found.set(user.id, user);
      const list = [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
      setOthers((before) => (JSON.stringify(before) === JSON.stringify(list) ? before : list));
    };
    look();
    awareness.on('change', look);
    return () => awareness.off('change', look);
  }, [awareness]);
  return me ? [me, ...others.filter(({ id }) => id !== me.id)] : others;
}
