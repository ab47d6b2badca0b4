import type { KeyboardEvent } from 'react';
import type * as Y from 'yjs';
import { type Deed, deedOf } from '../lib/keys';
import type { Work } from './useWork';

interface StageKeys {
  work: Work;
  undo: Y.UndoManager;
  write: (key: string, cell: string | null, text: string) => void;
  /** Nothing is selected any more, and Escape was pressed once more. */
  onRelease: () => void;
}

/** An arrow moves by so much: a quarter of a centimetre, or a point. */
const COARSE = 90_000;
const FINE = 12_700;
const TURN = 15;

/** The keyboard on the stage. Tab walks from thing to thing and then leads on. */
export function useStageKeys(keys: StageKeys) {
  return (event: KeyboardEvent) => {
    const { target, nativeEvent } = event;
    if (nativeEvent.isComposing || (target as HTMLElement).closest('[role="textbox"]')) return;
    const deed = deedOf(event);
    if (deed && perform(deed, keys)) event.preventDefault();
  };
}

function perform(deed: Deed, { work, undo, write, onRelease }: StageKeys): boolean {
  const { selection, mayEdit, slides } = work;
  const { slide, things, at } = selection;
  const all = slide?.things ?? [];
  const [only] = things;
  switch (deed.is) {
    case 'nudge': {
      if (things.length === 0) {
        selection.go(slides[at + (deed.x || deed.y)]?.key);
        return true;
      }
      if (!mayEdit) return false;
      const by = deed.fine ? FINE : COARSE;
      work.move(deed.x * by, deed.y * by);
      return true;
    }
    case 'next':
    case 'previous': {
      const step = deed.is === 'next' ? 1 : -1;
      const here = only ? all.indexOf(only) : step > 0 ? -1 : all.length;
      const next = all[here + step];
      selection.select(next ? [next.key] : []);
      return next !== undefined;
    }
    case 'all':
      selection.select(all.map(({ key }) => key));
      return true;
    case 'release':
      if (things.length === 0) onRelease();
      selection.select([]);
      return true;
    default:
      return mayEdit && change(deed, { work, undo, write, onRelease });
  }
}

/** Those for who may change something. */
function change(deed: Deed, { work, undo, write }: StageKeys): boolean {
  const { things } = work.selection;
  const [only] = things;
  const by = 'fine' in deed && deed.fine ? FINE : COARSE;
  switch (deed.is) {
    case 'undo':
      undo.undo();
      return true;
    case 'redo':
      undo.redo();
      return true;
  }
  if (!only) return false;
  switch (deed.is) {
    case 'stretch':
      work.stretch(deed.x * by, deed.y * by);
      return true;
    case 'turn':
      work.turn(deed.by * (deed.fine ? 1 : TURN));
      return true;
    case 'delete':
      work.remove();
      return true;
    case 'duplicate':
      work.duplicate();
      return true;
    case 'edit':
    case 'write':
      if (things.length === 1) write(only.key, null, deed.is === 'write' ? deed.text : '');
      return true;
  }
  return false;
}
