import { useEffect, useMemo, useRef, useState } from 'react';
import { clicked, everything, kept, NOTHING, type Selection, stepped, toggled } from '../lib/selection';
import type { Entry } from '../types';

/** The choice in a list of entries, kept sensible when the list changes. */
export function useSelection(entries: Entry[]) {
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

export type SelectionControl = ReturnType<typeof useSelection>;
