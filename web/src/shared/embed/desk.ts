import { useEffect, useRef } from 'react';
import { frameId } from './frame';

/** What code of the page around the frame may do with the open document; nothing else is within its reach. */
export type Desk = Record<string, (...given: never[]) => unknown>;

let current: { readonly now: Desk } | null = null;

export const desk = (): Desk | null => current?.now ?? null;

/** Lies open as long as the editor is there. */
export function useDesk(given: Desk): void {
  const latest = useRef(given);
  latest.current = given;
  useEffect(() => {
    if (frameId === null) return;
    const here = {
      get now() {
        return latest.current;
      },
    };
    current = here;
    return () => {
      if (current === here) current = null;
    };
  }, []);
}
