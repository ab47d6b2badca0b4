import { useCallback, useEffect, useState } from 'react';

/** What is open beside the slides. */
export type Aside = 'find' | 'help';

interface AsideOptions {
  onShow: (way: 'here' | 'beginning') => void;
  onNew: (() => void) | null;
  /** Where the focus goes when it is closed. */
  onClosed: () => void;
}

/** Opens what is beside the slides, and does what its keys do wherever one is in the editor. */
export function useAside({ onShow, onNew, onClosed }: AsideOptions) {
  const [aside, setAside] = useState<Aside | null>(null);
  const close = useCallback(() => {
    setAside(null);
    onClosed();
  }, [onClosed]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const covered = document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
      if (covered || event.defaultPrevented) return;
      const deed = deedOf(event);
      if (!deed || (deed === 'new' && !onNew)) return;
      event.preventDefault();
      if (deed === 'find' || deed === 'help') setAside(deed);
      else if (deed === 'new') onNew?.();
      else if (deed === 'tools') document.querySelector<HTMLElement>('[role="toolbar"] [tabindex="0"]')?.focus();
      else onShow(deed);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onShow, onNew]);
  return { aside, setAside, close };
}

function deedOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) {
  if (key === 'F5') return shiftKey ? ('here' as const) : ('beginning' as const);
  if (altKey && key === 'F10') return 'tools' as const;
  if (!(ctrlKey || metaKey) || altKey || shiftKey) return null;
  return ({ f: 'find', '/': 'help', m: 'new' } as const)[key.toLowerCase()] ?? null;
}
