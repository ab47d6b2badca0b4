import { useCallback, useMemo, useState } from 'react';
import type * as Y from 'yjs';
import type { Thing } from '../lib/model';
import type { Field } from '../lib/words';
import type { Selection } from './useSelection';

/** Which words on the stage are being written. */
export interface Place {
  thing: Thing;
  words: Y.XmlElement;
  /** In a table: `row:column`. */
  cell: string | null;
  begin: { text: string };
}

interface Begun {
  key: string;
  cell: string | null;
  begin: { text: string };
}

export interface Fields {
  /** Where the cursor was last, on the stage or in the notes. */
  field: Field | null;
  /** Counts what may have changed what the tools show. */
  turn: number;
  onField: (field: Field, there: boolean) => void;
  onChange: () => void;
  /** The tools serve what is selected again. */
  onStage: () => void;
}

/** The editors of words that are there, of which the tools serve the one that was used last. */
export function useFields(): Fields {
  const [{ field, turn }, set] = useState<{ field: Field | null; turn: number }>({ field: null, turn: 0 });
  const onField = useCallback((one: Field, there: boolean) => {
    set((before) => {
      if (there) return before;
      return before.field === one ? { field: null, turn: before.turn + 1 } : before;
    });
    if (there) one.view.dom.addEventListener('focus', () => set(({ turn: now }) => ({ field: one, turn: now + 1 })));
  }, []);
  const onChange = useCallback(() => set((before) => ({ ...before, turn: before.turn + 1 })), []);
  const onStage = useCallback(
    () => set((before) => (before.field ? { field: null, turn: before.turn + 1 } : before)),
    [],
  );
  return { field, turn, onField, onChange, onStage };
}

/** Writing on the stage: it ends when something else is selected, or when the words are gone. */
export function useWriting(selection: Selection): {
  place: Place | null;
  /** Goes into the words of a thing; what was typed to get there is written. */
  write: (key: string, cell: string | null, text: string) => void;
  end: () => void;
} {
  const [begun, setBegun] = useState<Begun | null>(null);
  const { things, select } = selection;
  const [only] = things;
  const thing = things.length === 1 && only?.key === begun?.key ? only : undefined;
  const cell = thing?.kind === 'table' ? (begun?.cell ?? '0:0') : null;
  const words = thing ? wordsAt(thing, cell) : null;
  const place = useMemo(
    () => (thing && words && begun ? { thing, words, cell, begin: begun.begin } : null),
    [thing, words, cell, begun],
  );
  const write = useCallback(
    (key: string, at: string | null, text: string) => {
      select([key]);
      setBegun({ key, cell: at, begin: { text } });
    },
    [select],
  );
  const end = useCallback(() => setBegun(null), []);
  return { place, write, end };
}

function wordsAt({ text, rows }: Thing, cell: string | null): Y.XmlElement | null {
  if (cell === null) return text;
  const [row = 0, column = 0] = cell.split(':').map(Number);
  return rows[row]?.cells[column]?.element ?? null;
}

/** The cell behind or before another one, as one reads. */
export function nextCell({ rows }: Thing, cell: string, by: 1 | -1): string | null {
  const all = rows.flatMap(({ cells }, row) =>
    cells.flatMap(({ covered }, column) => (covered ? [] : [`${row}:${column}`])),
  );
  return all[all.indexOf(cell) + by] ?? null;
}
