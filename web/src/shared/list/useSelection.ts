import { useEffect, useMemo, useRef, useState } from 'react';
import { clicked, everything, kept, NOTHING, type Selection, stepped, toggled } from './selection';

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
}

/** The choice in a list, kept sensible when the list changes. */
export function useSelection<T extends Keyed>(entries: T[]): SelectionControl<T> {
  const [state, setState] = useState<Selection>(NOTHING);
  const keys = useMemo(() => entries.map(({ key }) => key), [entries]);
  const before = useRef(keys);

  useEffect(() => {
    const old = before.current;
    before.current = keys;
    if (old !== keys) setState((now) => kept(now, old, keys));
  }, [keys]);

  const chosen = useMemo(() => entries.filter(({ key }) => state.chosen.has(key)), [entries, state.chosen]);
  const cursor = entries.find(({ key }) => key === state.cursor) ?? null;

  return {
    chosen,
    cursor,
    has: (key: string) => state.chosen.has(key),
    click: (key: string, how: { toggle: boolean; extend: boolean }) => setState((now) => clicked(now, keys, key, how)),
    toggle: (key: string) => setState((now) => toggled(now, key)),
    step: (by: number, extend: boolean) => setState((now) => stepped(now, keys, by, extend)),
    stand: (key: string) => setState((now) => (now.cursor === key ? now : { ...now, cursor: key, anchor: key })),
    all: () => setState((now) => everything(now, keys)),
    clear: () => setState((now) => ({ ...now, chosen: NOTHING.chosen })),
  };
}
