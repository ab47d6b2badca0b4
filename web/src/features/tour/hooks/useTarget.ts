import { type CSSProperties, useLayoutEffect, useState } from 'react';
import { type Box, placeBeside } from '../lib/place';
import type { Step } from '../lib/steps';

/** px of light around what a stop is about. */
const HALO = 6;

/** What of a stop can be seen: of several elements the one on the screen. */
function boxOf(target: string | null): Box | null {
  if (target === null) return null;
  for (const element of document.querySelectorAll(`[data-tour="${CSS.escape(target)}"]`)) {
    const { left, top, width, height } = element.getBoundingClientRect();
    const inside = left >= 0 && top >= 0 && left < innerWidth && top < innerHeight;
    if (width > 0 && height > 0 && inside)
      return { left: left - HALO, top: top - HALO, width: width + 2 * HALO, height: height + 2 * HALO };
  }
  return null;
}

interface Places {
  /** Around what the stop is about; null where nothing of it can be seen. */
  light: Box | null;
  /** Of the card. */
  place: CSSProperties;
}

/** Where the light and the card of a stop are, once the card is there; they follow what moves. */
export function useTarget({ target }: Step, card: HTMLElement | null): Places {
  const [places, setPlaces] = useState<Places>({ light: null, place: { visibility: 'hidden' } });
  useLayoutEffect(() => {
    if (!card) return;
    const measure = () => {
      const light = boxOf(target);
      const size = { width: card.offsetWidth, height: card.offsetHeight };
      setPlaces({ light, place: placeBeside(light, size, { width: innerWidth, height: innerHeight }) });
    };
    measure();
    // The drawer of a phone slides in after the stop has begun; lists scroll; screens turn.
    const moves = ['resize', 'scroll', 'transitionend'] as const;
    for (const move of moves) window.addEventListener(move, measure, true);
    return () => {
      for (const move of moves) window.removeEventListener(move, measure, true);
    };
  }, [target, card]);
  return places;
}
