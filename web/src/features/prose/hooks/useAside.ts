import { useCallback, useEffect, useState } from 'react';
import type { Surface } from '../lib/surface';

/** What is open beside the text. */
export type Aside = 'find' | 'replace' | 'link' | 'help';

const KEYS: Record<string, Aside> = { f: 'find', h: 'replace', k: 'link', '/': 'help' };

/** Opens what is beside the text, also by its keys; closing it leads back to where one wrote. */
export function useAside(
  surface: Surface | null,
  mayEdit: boolean,
): { aside: Aside | null; setAside: (aside: Aside) => void; close: () => void } {
  const [aside, setAside] = useState<Aside | null>(null);
  const close = useCallback(() => {
    setAside(null);
    if (!surface) return;
    surface.forgetFound();
    surface.view.focus();
  }, [surface]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const held = event.ctrlKey || event.metaKey;
      if (event.altKey && event.key === 'F10') {
        const tool = document.querySelector<HTMLElement>('[role="toolbar"] [tabindex="0"]');
        if (tool) event.preventDefault();
        tool?.focus();
        return;
      }
      const wanted = held && !event.altKey && !event.shiftKey ? KEYS[event.key.toLowerCase()] : undefined;
      const covered = document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
      if (!wanted || !surface || covered || event.defaultPrevented) return;
      event.preventDefault();
      if (wanted === 'find' || wanted === 'help') setAside(wanted);
      else if (mayEdit) setAside(wanted);
      else if (wanted === 'replace') setAside('find');
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [surface, mayEdit]);
  return { aside, setAside, close };
}
