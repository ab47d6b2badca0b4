// A place opens when something is held over it for a while.

/** Milliseconds one waits. */
const PATIENCE = 900;

export interface Spring {
  /** Told again and again while something is held over a place. */
  over(place: string, open: () => void): void;
  leave(place: string): void;
  stop(): void;
}

export function createSpring(patience = PATIENCE): Spring {
  let held: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    held = null;
  };
  return {
    over(place, open) {
      if (place === held) return;
      stop();
      held = place;
      timer = setTimeout(open, patience);
    },
    leave(place) {
      if (place === held) stop();
    },
    stop,
  };
}
