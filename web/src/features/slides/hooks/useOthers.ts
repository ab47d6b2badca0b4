import { useEffect, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type { Face } from '@/features/editor';

export interface Other {
  client: number;
  face: Face;
  slide: string;
  things: string[];
}

interface State {
  user?: Face;
  slide?: { key: string; things: string[] };
}

/** On which slides the others are, and what they have selected. */
export function useOthers(awareness: Awareness): Other[] {
  const [others, setOthers] = useState<Other[]>([]);
  useEffect(() => {
    const look = () => {
      const found: Other[] = [];
      for (const [client, { user, slide }] of awareness.getStates() as Map<number, State>)
        if (client !== awareness.clientID && user && typeof slide?.key === 'string' && Array.isArray(slide.things))
          found.push({ client, face: user, slide: slide.key, things: slide.things });
      setOthers((before) => (JSON.stringify(before) === JSON.stringify(found) ? before : found));
    };
    look();
    awareness.on('change', look);
    return () => awareness.off('change', look);
  }, [awareness]);
  return others;
}
