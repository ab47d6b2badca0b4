import { useEffect, useMemo, useRef, useState } from 'react';
import { clicked, everything, framed, kept, NOTHING, type Selection, stepped, stood, toggled } from './selection';

/** Anything that can stand in a list. */
export interface Keyed {
  key: string;
}

export interface SelectionControl<T extends Keyed = Keyed> {
  chosen: T[];
  /** Where the keyboard stands. */
  cursor: T | null;
  has: (key: string) => boolean;
  click: (key: string, how: { toggle: boolean; extend: boolean }) => void;
  toggle: (key: string) => void;
  step: (by: number, extend: boolean) => void;
  stand: (key: string) => void;
  all: () => void;
  clear: () => void;
  /** Chooses what a rectangle holds, beside what was chosen when it began. */
  frame: (held: string[], begun: ReadonlySet<string>) => void;
}

/** The choice in a list, kept sensible when the list changes. `start` and `end` say which part of a long one is loaded. */
export function useSelection<T extends Keyed>(
  entries: T[],
  { start = 0, end = Number.POSITIVE_INFINITY } = {},
): SelectionControl<T> {
  const [state, setState] = useState<Selection>(NOTHING);
  const keys = useMemo(() => entries.map(({ key }) => key), [entries]);
  const before = useRef({ keys, start, end });
  // Chosen ones that have scrolled out of the loaded part.
  const remembered = useRef(new Map<string, T>());

  useEffect(() => {
    const old = before.current;
    const now = { keys, start, end };
    before.current = now;
    if (old.keys !== keys) setState((state) => kept(state, old, now));
  }, [keys, start, end]);

  const chosen = useMemo(() => {
    const here = new Map(entries.map((entry) => [entry.key, entry]));
    const list = [...state.chosen].flatMap((key) => here.get(key) ?? remembered.current.get(key) ?? []);
    remembered.current = new Map(list.map((entry) => [entry.key, entry]));
    return list;
  }, [entries, state.chosen]);
  const cursor = useMemo(() => entries.find(({ key }) => key === state.cursor) ?? null, [entries, state.cursor]);

  return {
    chosen,
    cursor,
    has: (key: string) => state.chosen.has(key),
    click: (key: string, how: { toggle: boolean; extend: boolean }) => setState((now) => clicked(now, keys, key, how)),
    toggle: (key: string) => setState((now) => toggled(now, key)),
    step: (by: number, extend: boolean) => setState((now) => stepped(now, keys, by, extend)),
    stand: (key: string) => setState((now) => stood(now, key)),
    all: () => setState((now) => everything(now, keys)),
    clear: () => setState((now) => ({ ...now, chosen: NOTHING.chosen })),
    frame: (held: string[], begun: ReadonlySet<string>) => setState((now) => framed(now, held, begun)),
  };
}
