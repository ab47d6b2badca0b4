import type { DragEvent } from 'react';
import type { Entry } from '../types';

const TYPE = 'application/x-atrium-entries';

/** True for entries of this list under the mouse, as against files from the desktop. */
export function isEntryDrag(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(TYPE);
}

let dragged: Entry[] = [];

/** Dragging entries on to a folder of the same list moves them there. */
export function useRowDrag(chosen: Entry[], onMove: (entries: Entry[], folder: Entry) => void) {
  return (entry: Entry) => ({
    draggable: entry.rights.Move === true,
    onDragStart: (event: DragEvent) => {
      dragged = chosen.some(({ key }) => key === entry.key) ? chosen : [entry];
      event.dataTransfer.setData(TYPE, '1');
      event.dataTransfer.effectAllowed = 'move';
    },
    onDragEnd: () => {
      dragged = [];
    },
    ...(entry.isFolder && {
      onDragOver: (event: DragEvent<HTMLElement>) => {
        if (!isEntryDrag(event) || dragged.some(({ key }) => key === entry.key)) return;
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.dataset['drop'] = 'true';
      },
      onDragLeave: (event: DragEvent<HTMLElement>) => {
        delete event.currentTarget.dataset['drop'];
      },
      onDrop: (event: DragEvent<HTMLElement>) => {
        delete event.currentTarget.dataset['drop'];
        if (!isEntryDrag(event) || dragged.length === 0) return;
        event.preventDefault();
        event.stopPropagation();
        onMove(dragged, entry);
      },
    }),
  });
}
