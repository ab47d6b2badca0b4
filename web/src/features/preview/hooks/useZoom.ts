import { useState } from 'react';

const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const FITS = STEPS.indexOf(1);

/** How large pages are: 1 fits the width. */
export function useZoom() {
  const [at, setAt] = useState(FITS);
  const go = (step: number) => setAt(Math.min(Math.max(step, 0), STEPS.length - 1));
  return {
    zoom: STEPS[at] ?? 1,
    closer: at < STEPS.length - 1 ? () => go(at + 1) : undefined,
    farther: at > 0 ? () => go(at - 1) : undefined,
    fit: () => go(FITS),
  };
}
