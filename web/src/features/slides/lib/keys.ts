/** What a key does while something on the slide is selected and nobody types. */
export type Deed =
  | { is: 'nudge' | 'stretch'; x: number; y: number; fine: boolean }
  | { is: 'turn'; by: 1 | -1; fine: boolean }
  | { is: 'delete' | 'duplicate' | 'undo' | 'redo' | 'all' | 'edit' | 'release' | 'next' | 'previous' }
  | { is: 'write'; text: string };

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const ARROWS: Record<string, [-1 | 0 | 1, -1 | 0 | 1]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

export function deedOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed): Deed | null {
  const held = ctrlKey || metaKey;
  const arrow = ARROWS[key];
  if (arrow && altKey) return arrow[0] === 0 ? null : { is: 'turn', by: arrow[0], fine: held };
  if (arrow) return { is: shiftKey ? 'stretch' : 'nudge', x: arrow[0], y: arrow[1], fine: held };
  if (altKey) return null;
  if (held) {
    switch (key.toLowerCase()) {
      case 'd':
        return { is: 'duplicate' };
      case 'z':
        return { is: shiftKey ? 'redo' : 'undo' };
      case 'y':
        return { is: 'redo' };
      case 'a':
        return { is: 'all' };
    }
    return null;
  }
  switch (key) {
    case 'Delete':
    case 'Backspace':
      return { is: 'delete' };
    case 'Enter':
    case 'F2':
      return { is: 'edit' };
    case 'Escape':
      return { is: 'release' };
    case 'Tab':
      return { is: shiftKey ? 'previous' : 'next' };
  }
  return key.length === 1 ? { is: 'write', text: key } : null;
}

export type Turn = 'next' | 'previous' | 'first' | 'last' | 'black' | 'leave' | 'full' | 'speaker';

const TURNS: Record<string, Turn> = {
  ArrowRight: 'next',
  ArrowDown: 'next',
  PageDown: 'next',
  ' ': 'next',
  Enter: 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  PageUp: 'previous',
  Backspace: 'previous',
  Home: 'first',
  End: 'last',
  b: 'black',
  '.': 'black',
  f: 'full',
  s: 'speaker',
  Escape: 'leave',
};

/** What a key does while slides are shown. */
export function turnOf({ key, ctrlKey, metaKey, altKey }: Pressed): Turn | null {
  if (ctrlKey || metaKey || altKey) return null;
  return TURNS[key.length === 1 ? key.toLowerCase() : key] ?? null;
}
