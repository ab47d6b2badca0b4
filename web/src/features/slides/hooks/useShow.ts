import { useCallback, useMemo, useState } from 'react';
import type { Slide } from '../lib/model';

/** Slides being shown to others. */
export interface Show {
  /** Those that are not hidden, by their places in the whole. */
  shown: number[];
  /** Place among these; behind the last is the end. */
  at: number;
  black: boolean;
  /** The window of who speaks. */
  speaker: Window | null;
  /** When it began, milliseconds. */
  since: number;
  go: (at: number) => void;
  toggleBlack: () => void;
  openSpeaker: () => void;
  end: () => void;
}

interface State {
  at: number;
  black: boolean;
  speaker: Window | null;
  since: number;
}

/** Showing slides: where one is, whether it is black, and the window for who speaks. */
export function useShow(slides: Slide[]): {
  show: Show | null;
  begin: (from: number, withSpeaker: boolean) => boolean;
} {
  const [state, setState] = useState<State | null>(null);
  const shown = useMemo(() => slides.flatMap(({ hidden }, index) => (hidden ? [] : [index])), [slides]);
  const begin = useCallback(
    (from: number, withSpeaker: boolean) => {
      // A hidden slide is not shown: the next one is.
      const first = shown.findIndex((index) => index >= from);
      const speaker = withSpeaker ? openWindow() : null;
      setState({ at: first < 0 ? 0 : first, black: false, speaker, since: Date.now() });
      return !withSpeaker || speaker !== null;
    },
    [shown],
  );
  const change = useCallback(
    (what: (state: State) => Partial<State>) => setState((now) => now && { ...now, ...what(now) }),
    [],
  );
  const show = useMemo((): Show | null => {
    if (!state) return null;
    const { speaker } = state;
    return {
      ...state,
      shown,
      at: Math.min(state.at, shown.length),
      go: (at) => change(() => ({ at: Math.min(Math.max(at, 0), shown.length), black: false })),
      toggleBlack: () => change(({ black }) => ({ black: !black })),
      openSpeaker: () => {
        if (speaker && !speaker.closed) speaker.focus();
        else change(() => ({ speaker: openWindow() }));
      },
      end: () => {
        speaker?.close();
        setState(null);
      },
    };
  }, [state, shown, change]);
  return { show, begin };
}

function openWindow(): Window | null {
  return window.open('', 'atrium-speaker', 'popup,width=1100,height=720');
}
