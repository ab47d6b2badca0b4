import { useEffect, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type { Face } from '@/features/editor';
import type { Place } from '../lib/address';

export interface Cursor extends Place {
  client: number;
  face: Face;
}

interface State {
  user?: Face;
  cell?: Place & { sheet: number };
}

/** Where the others are in a sheet. */
export function useCursors(awareness: Awareness, sheet: number): Cursor[] {
  const [cursors, setCursors] = useState<Cursor[]>([]);
  useEffect(() => {
    const look = () => {
      const found: Cursor[] = [];
      for (const [client, { user, cell }] of awareness.getStates() as Map<number, State>)
        if (client !== awareness.clientID && user && cell?.sheet === sheet)
          found.push({ client, face: user, row: cell.row, column: cell.column });
      setCursors((before) => (JSON.stringify(before) === JSON.stringify(found) ? before : found));
    };
    look();
    awareness.on('change', look);
    return () => awareness.off('change', look);
  }, [awareness, sheet]);
  return cursors;
}
