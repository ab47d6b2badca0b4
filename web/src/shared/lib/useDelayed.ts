import { useEffect, useState } from 'react';

/** True once `active` has lasted for `delay` ms: nothing flashes for an answer that comes at once. */
export function useDelayed(active: boolean, delay = 300): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!active) {
      setLate(false);
      return;
    }
    const timer = window.setTimeout(() => setLate(true), delay);
    return () => window.clearTimeout(timer);
  }, [active, delay]);
  return active && late;
}
