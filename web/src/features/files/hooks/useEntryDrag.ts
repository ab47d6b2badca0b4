// Entries in the hand: taken from a list, and dropped on a folder anywhere in the app.
import type { DragEvent } from 'react';
import type { DragProps } from '@/shared/list';
import { useRelocate } from '../api/move';
import { createSpring } from '../lib/spring';
import type { Entry } from '../types';

const TYPE = 'application/x-atrium-entries';

/** What is dragged at the moment. It outlives the list it was taken from: folders open under it. */
let dragged: Entry[] = [];
const spring = createSpring();

/** True for entries of a list under the mouse, as against files from the desktop. */
export function isEntryDrag(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(TYPE);
}

/** Where entries may be dropped. */
export interface DropTarget {
  /** Tells it from the place the mouse was over before. */
  key: string;
  /** What is in the hand may come here. */
  accepts: (entries: Entry[]) => boolean;
  drop: (entries: Entry[], copy: boolean) => void;
  /** Waiting over it leads inside. */
  open?: () => void;
}

type Handler = (event: DragEvent<HTMLElement>) => void;

export interface DropProps {
  onDragEnter: Handler;
  onDragOver: Handler;
  onDragLeave: Handler;
  onDrop: Handler;
}

/** The props of an element on which entries are dropped. */
export function dropProps(target: DropTarget): DropProps {
  const fits = () => dragged.length > 0 && target.accepts(dragged);
  return {
    onDragEnter: (event) => {
      if (isEntryDrag(event) && target.open) spring.over(target.key, target.open);
    },
    onDragOver: (event) => {
      if (!isEntryDrag(event)) return;
      event.stopPropagation();
      if (target.open) spring.over(target.key, target.open);
      if (!fits()) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = event.ctrlKey || event.altKey ? 'copy' : 'move';
      event.currentTarget.dataset['drop'] = 'true';
    },
    onDragLeave: (event) => {
      if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
      delete event.currentTarget.dataset['drop'];
      spring.leave(target.key);
    },
    onDrop: (event) => {
      delete event.currentTarget.dataset['drop'];
      spring.stop();
      if (!isEntryDrag(event) || !fits()) return;
      event.preventDefault();
      event.stopPropagation();
      const moved = dragged;
      dragged = [];
      target.drop(moved, event.ctrlKey || event.altKey);
    },
  };
}

/** A place between two entries of an ordered list. */
export interface Between {
  /** The folder they lie in: entries of others do not come here. */
  folder: number;
  /** Puts what was dragged before the entry, or after it. */
  drop: (entries: Entry[], after: boolean) => void;
}

/** So much of a row that has an inside belongs to the place above it, and to the one below. */
const EDGE = 0.28;

/**
 * The props of a row of an ordered list: dropped on its edges, entries are put before or after it; on its middle, into it
 * where it is a folder.
 */
export function reorderProps({ folder, drop }: Between, into: DropProps | null): DropProps {
  const edge = (event: DragEvent<HTMLElement>): 'before' | 'after' | null => {
    if (!isEntryDrag(event) || dragged.length === 0 || dragged.some(({ parentId }) => parentId !== folder)) return null;
    const { top, height } = event.currentTarget.getBoundingClientRect();
    const part = (event.clientY - top) / height;
    if (part < (into ? EDGE : 0.5)) return 'before';
    return part > (into ? 1 - EDGE : 0.5) ? 'after' : null;
  };
  return {
    onDragEnter: (event) => into?.onDragEnter(event),
    onDragOver: (event) => {
      const at = edge(event);
      if (!at) {
        delete event.currentTarget.dataset['drop'];
        into?.onDragOver(event);
        return;
      }
      spring.stop();
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = 'move';
      event.currentTarget.dataset['drop'] = at;
    },
    onDragLeave: (event) => {
      if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
      delete event.currentTarget.dataset['drop'];
      into?.onDragLeave(event);
    },
    onDrop: (event) => {
      const at = edge(event);
      if (!at) {
        into?.onDrop(event);
        return;
      }
      delete event.currentTarget.dataset['drop'];
      event.preventDefault();
      event.stopPropagation();
      const moved = dragged;
      dragged = [];
      drop(moved, at === 'after');
    },
  };
}

/** The props of an element that is dragged; what else is chosen comes along. */
export function takeProps(entry: Entry, chosen: Entry[]): DragProps {
  const { Move, Copy } = entry.rights;
  return {
    draggable: Move === true || Copy === true,
    onDragStart: (event: DragEvent) => {
      dragged = chosen.some(({ key }) => key === entry.key) ? chosen : [entry];
      event.dataTransfer.setData(TYPE, '1');
      event.dataTransfer.effectAllowed = Move ? 'copyMove' : 'copy';
    },
    onDragEnd: () => {
      dragged = [];
      spring.stop();
    },
  };
}

interface Folder {
  id: number;
  title: string;
  rights: Entry['rights'];
}

/** Folders as places to drop entries: they move there, or are copied while Ctrl is held. */
export function useFolderDrop() {
  const relocate = useRelocate();
  return (folder: Folder, open?: () => void): DropTarget => ({
    key: `folder-${folder.id}`,
    accepts: (entries) => {
      const { Create, MoveTo, CopyTo } = folder.rights;
      if (!(Create || MoveTo || CopyTo)) return false;
      return entries.every(({ isFolder, id, parentId }) => parentId !== folder.id && !(isFolder && id === folder.id));
    },
    drop: (entries, copy) => {
      const copied = copy || entries.some(({ rights }) => rights.Move !== true);
      relocate.mutate({ entries, destination: folder, copy: copied, onConflict: 'Duplicate' });
    },
    ...(open && { open }),
  });
}
