import { useEffect, useMemo, useState } from 'react';
import * as Y from 'yjs';
import type { Shared } from '@/features/editor';
import { useStore } from '@/shared/lib/store';
import { HERE } from '../lib/edit';
import { type MediaUrl, mediaOf } from '../lib/media';
import { type Slide, Slides, TREE } from '../lib/model';
import { TYPED } from '../lib/words';

/** The slides as they are now. */
export function useSlides({ doc }: Shared): Slide[] {
  const slides = useMemo(() => new Slides(doc), [doc]);
  useEffect(() => () => slides.destroy(), [slides]);
  return useStore(slides.store);
}

export interface Undo {
  manager: Y.UndoManager;
  canUndo: boolean;
  canRedo: boolean;
}

/** Taking back what was done here: every verb is a step of its own, typing goes together. */
export function useUndo({ doc }: Shared): Undo {
  const manager = useMemo(
    () => new Y.UndoManager(doc.getXmlFragment(TREE), { trackedOrigins: new Set<unknown>([HERE, TYPED]) }),
    [doc],
  );
  const [can, setCan] = useState({ canUndo: false, canRedo: false });
  useEffect(() => {
    const apart = ({ origin }: Y.Transaction) => {
      if (origin === HERE) manager.stopCapturing();
    };
    const look = () => setCan({ canUndo: manager.canUndo(), canRedo: manager.canRedo() });
    doc.on('beforeTransaction', apart);
    doc.on('afterTransaction', apart);
    for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const) manager.on(event, look);
    look();
    return () => {
      doc.off('beforeTransaction', apart);
      doc.off('afterTransaction', apart);
      manager.destroy();
    };
  }, [doc, manager]);
  return { manager, ...can };
}

/** Where pictures are found. */
export function useMedia(fileId: number, { doc }: Shared): MediaUrl {
  const media = useMemo(() => mediaOf(fileId, doc.getXmlFragment(TREE)), [fileId, doc]);
  useEffect(() => media.free, [media]);
  return media.url;
}
