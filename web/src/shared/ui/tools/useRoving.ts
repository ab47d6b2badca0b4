import { type FocusEvent, type KeyboardEvent, useState } from 'react';

const all = (bar: HTMLElement) => [...bar.querySelectorAll<HTMLElement>('[data-tool]')];

/** One stop of the Tab key for a bar of tools; arrows, Home and End walk in it. */
export function useRoving(first: string): {
  reached: string;
  bar: { onFocus: (event: FocusEvent<HTMLElement>) => void; onKeyDown: (event: KeyboardEvent<HTMLElement>) => void };
} {
  const [reached, setReached] = useState(first);
  // Menus are drawn elsewhere, and their events come by here all the same.
  const toolOf = ({ currentTarget, target }: { currentTarget: HTMLElement; target: EventTarget }) =>
    currentTarget.contains(target as Node) ? (target as HTMLElement).closest<HTMLElement>('[data-tool]') : null;
  return {
    reached,
    bar: {
      onFocus: (event) => {
        const name = toolOf(event)?.dataset['tool'];
        if (name) setReached(name);
      },
      onKeyDown: (event) => {
        const tool = toolOf(event);
        if (!tool || event.ctrlKey || event.altKey || event.metaKey) return;
        const tools = all(event.currentTarget);
        const at = tools.indexOf(tool);
        const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tools.length - 1 }[event.key];
        if (next === undefined) return;
        event.preventDefault();
        tools[(next + tools.length) % tools.length]?.focus();
      },
    },
  };
}
