/** What a key does in the grid. */
export type Deed =
  | { is: 'move'; rows: number; columns: number; extend: boolean }
  | { is: 'edge'; rows: -1 | 0 | 1; columns: -1 | 0 | 1; extend: boolean }
  | { is: 'home' | 'end'; whole: boolean; extend: boolean }
  | { is: 'edit'; input: string | null }
  | { is: 'dress'; what: 'bold' | 'italic' | 'underline' }
  | { is: 'choose' }
  | { is: 'clear' | 'undo' | 'redo' | 'all' };

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const ARROWS: Record<string, [-1 | 0 | 1, -1 | 0 | 1]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function deedOf(event: Pressed, page: number): Deed | null {
  const { key, shiftKey: extend } = event;
  const held = event.ctrlKey || event.metaKey;
  if (event.altKey && key === 'ArrowDown') return { is: 'choose' };
  const arrow = ARROWS[key];
  if (arrow && !event.altKey) {
    const [rows, columns] = arrow;
    return { is: held ? 'edge' : 'move', rows, columns, extend };
  }
  if (held) return withControl(key.toLowerCase(), extend);
  switch (key) {
    case 'PageUp':
    case 'PageDown':
      return { is: 'move', rows: key === 'PageUp' ? -page : page, columns: 0, extend };
    case 'Home':
      return { is: 'home', whole: false, extend };
    case 'End':
      return { is: 'end', whole: false, extend };
    case 'Enter':
      return { is: 'move', rows: extend ? -1 : 1, columns: 0, extend: false };
    case 'F2':
      return { is: 'edit', input: null };
    case 'Delete':
    case 'Backspace':
      return { is: 'clear' };
  }
  return key.length === 1 && !event.altKey ? { is: 'edit', input: key } : null;
}

function withControl(key: string, shift: boolean): Deed | null {
  switch (key) {
    case 'home':
      return { is: 'home', whole: true, extend: shift };
    case 'end':
      return { is: 'end', whole: true, extend: shift };
    case 'z':
      return { is: shift ? 'redo' : 'undo' };
    case 'y':
      return { is: 'redo' };
    case 'a':
      return { is: 'all' };
    case 'b':
      return { is: 'dress', what: 'bold' };
    case 'i':
      return { is: 'dress', what: 'italic' };
    case 'u':
      return { is: 'dress', what: 'underline' };
  }
  return null;
}
