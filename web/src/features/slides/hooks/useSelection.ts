import { useCallback, useMemo, useState } from 'react';
import type { Slide, Thing } from '../lib/model';

export interface Selection {
  /** The slide on the stage. */
  at: number;
  slide: Slide | undefined;
  things: Thing[];
  go: (key: string | undefined) => void;
  select: (keys: string[]) => void;
  toggle: (key: string) => void;
}

/** Which slide is on the stage and what is selected on it. When it goes, the one in its place comes. */
export function useSelection(slides: Slide[]): Selection {
  const [chosen, setChosen] = useState<{ key: string | undefined; at: number; things: string[] }>({
    key: undefined,
    at: 0,
    things: [],
  });
  const found = slides.findIndex(({ key }) => key === chosen.key);
  const at = found >= 0 ? found : Math.min(chosen.at, Math.max(slides.length - 1, 0));
  const slide = slides[at];
  // The next one is known by its place when this one is taken away.
  if (slide && (slide.key !== chosen.key || at !== chosen.at)) {
    setChosen({ key: slide.key, at, things: slide.key === chosen.key ? chosen.things : [] });
  }
  const things = useMemo(
    () => slide?.things.filter(({ key }) => chosen.things.includes(key)) ?? [],
    [slide, chosen.things],
  );
  const go = useCallback((key: string | undefined) => {
    if (key !== undefined) setChosen((before) => (before.key === key ? before : { key, at: before.at, things: [] }));
  }, []);
  const select = useCallback((keys: string[]) => setChosen((before) => ({ ...before, things: keys })), []);
  const toggle = useCallback(
    (key: string) =>
      setChosen((before) => ({
        ...before,
        things: before.things.includes(key) ? before.things.filter((one) => one !== key) : [...before.things, key],
      })),
    [],
  );
  return { at, slide, things, go, select, toggle };
}
