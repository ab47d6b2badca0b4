import { useEffect, useRef } from 'react';
import { frameId } from './frame';

/** What the screen on show can be asked for by the page around the frame. */
export interface Stage {
  /** Objects of the API, as the server hands them out. */
  folder: () => Promise<unknown>;
  list: () => Promise<{ folders: unknown[]; files: unknown[] }>;
  selection: () => Promise<unknown[]>;
  /** Opens the dialog for something new; absent where nothing may be made. */
  create?: ((kind: 'file' | 'folder' | 'room', extension?: string) => void) | undefined;
}

let current: Stage | null = null;

export const stage = () => current;

/** Stands on the stage as long as the screen is there. */
export function useStage(given: Stage): void {
  const latest = useRef(given);
  latest.current = given;
  useEffect(() => {
    if (frameId === null) return;
    const here: Stage = {
      folder: () => latest.current.folder(),
      list: () => latest.current.list(),
      selection: () => latest.current.selection(),
      get create() {
        return latest.current.create;
      },
    };
    current = here;
    return () => {
      if (current === here) current = null;
    };
  }, []);
}
