import type { EditorState } from 'prosemirror-state';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Provider, Shared } from '@/features/editor';
import { createStore, type Store } from '@/shared/lib/store';
import type { Look } from '../lib/look';
import { Surface } from '../lib/surface';
import { NO_TALLY, NO_TOOLS, renew, type Tally, type Tools, tallyOf, toolsOf } from '../lib/tools';

interface SurfaceProps {
  /** What the server has is here. */
  ready: boolean;
  provider: Provider;
  shared: Shared;
  fileId: number;
  title: string;
  look: Look;
  mayEdit: boolean;
  /** The cursor goes there at once. */
  focused: boolean;
}

/** The editor in a place of the page, and what the tools show of it. */
export function useSurface({ ready, provider, shared, fileId, title, look, mayEdit, focused }: SurfaceProps): {
  place: RefObject<HTMLDivElement | null>;
  surface: Surface | null;
  tools: Store<Tools>;
  tally: Store<Tally>;
} {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const rights = useRef(mayEdit);
  const [surface, setSurface] = useState<Surface | null>(null);
  const [tools] = useState(() => createStore(NO_TOOLS));
  const [tally] = useState(() => createStore(NO_TALLY));
  rights.current = mayEdit;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes later is told to the surface that is there
  useEffect(() => {
    if (!ready || !place.current) return;
    // Tools follow the text once a frame, however fast it changes.
    let latest: EditorState | null = null;
    let frame = 0;
    const draw = () => {
      frame = 0;
      if (!latest) return;
      renew(tools, toolsOf(latest));
      renew(tally, tallyOf(latest));
    };
    const made = new Surface({
      place: place.current,
      shared,
      fileId,
      generation: () => provider.status.get().generation,
      look,
      mayEdit: () => rights.current,
      words: {
        label: t('prose.text', { title }),
        visitor: t('editor.visitor'),
        picture: t('prose.picture'),
      },
      onChange: (state) => {
        latest = state;
        frame ||= requestAnimationFrame(draw);
      },
    });
    setSurface(made);
    if (focused) made.view.focus();
    return () => {
      cancelAnimationFrame(frame);
      setSurface(null);
      made.destroy();
    };
  }, [shared, ready]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rights are what changed
  useEffect(() => surface?.refresh(look), [surface, look, mayEdit]);

  return { place, surface, tools, tally };
}
