import type { KeyboardEvent } from 'react';
import type { Action } from './action';
import type { SelectionControl } from './useSelection';

interface GridKeys {
  selection: SelectionControl;
  /** The verbs for what the keys act on: the choice, else the entry under the cursor. */
  actions: () => Action[];
  openMenu: (anchor: Element) => void;
}

/** The keyboard of a list: arrows, Enter, F2, Del, Ctrl+A, Esc, Space, the menu key, and the letters that verbs are known by. */
export function useGridKeys({ selection, actions, openMenu }: GridKeys) {
  const run = (...wanted: string[]): void => {
    actions()
      .find(({ id }) => wanted.includes(id))
      ?.run();
  };

  return (event: KeyboardEvent, columns: number): void => {
    if (event.target instanceof HTMLInputElement && event.target.type !== 'checkbox') return;
    const extend = event.shiftKey;
    const steps: Record<string, number> = {
      ArrowDown: columns,
      ArrowUp: -columns,
      ArrowRight: 1,
      ArrowLeft: -1,
      Home: Number.NEGATIVE_INFINITY,
      End: Number.POSITIVE_INFINITY,
      PageDown: columns * 8,
      PageUp: columns * -8,
    };
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      run(event.key === 'ArrowUp' ? 'up' : 'down');
      return;
    }
    const step = steps[event.key];
    const sideways = event.key === 'ArrowRight' || event.key === 'ArrowLeft';
    if (step !== undefined && !event.altKey && !(sideways && columns === 1)) {
      event.preventDefault();
      selection.step(step, extend);
      return;
    }
    switch (event.key) {
      case 'Enter':
        if (!(event.target instanceof HTMLButtonElement)) run('open', 'info');
        break;
      case ' ':
        if (event.target instanceof HTMLButtonElement) return;
        event.preventDefault();
        if (selection.cursor) selection.toggle(selection.cursor.key);
        break;
      case 'F2':
        event.preventDefault();
        run('rename');
        break;
      case 'Delete':
        event.preventDefault();
        run('delete', 'forever', 'leave');
        break;
      case 'a':
      case 'A':
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        selection.all();
        break;
      case 'Escape':
        selection.clear();
        break;
      case 'ContextMenu':
        event.preventDefault();
        openMenu(event.target as Element);
        break;
      case 'F10':
        if (!event.shiftKey) return;
        event.preventDefault();
        openMenu(event.target as Element);
        break;
      default: {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const action = actions().find(({ shortcut }) => shortcut === event.key.toUpperCase());
        if (!action) return;
        event.preventDefault();
        action.run();
      }
    }
  };
}
