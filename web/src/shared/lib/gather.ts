/** Gathers what comes in quick succession and hands it over together: after a quiet moment, or when the first has waited long enough. */
export interface Gather<T> {
  add(item: T): void;
  /** Forgets what waits. */
  stop(): void;
}

export function createGather<T>(work: (items: T[]) => void, quiet = 80, longest = 400): Gather<T> {
  let items: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;
  const flush = () => {
    timer = undefined;
    const gathered = items;
    items = [];
    work(gathered);
  };
  return {
    add(item) {
      const now = Date.now();
      if (items.length === 0) latest = now + longest;
      items.push(item);
      clearTimeout(timer);
      timer = setTimeout(flush, Math.max(0, Math.min(quiet, latest - now)));
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      items = [];
    },
  };
}
