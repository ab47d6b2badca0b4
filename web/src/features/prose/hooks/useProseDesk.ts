import { useCallback } from 'react';
import type { Status } from '@/features/editor';
import type { Entry } from '@/features/files';
import { useDesk } from '@/shared/embed';
import { inserted, paragraphs, removed, replaced } from '../lib/desk';
import type { Surface } from '../lib/surface';
import { textOf } from '../lib/text';

/** In a frame: what code of the page around it may do with the document. Others see it as if it was typed. */
export function useProseDesk({ id, title }: Entry, surface: Surface | null, { mayEdit, version }: Status): void {
  const view = () => {
    if (!surface) throw new Error('The document is not here yet');
    return surface.view;
  };
  const change = useCallback(
    (edit: (state: Surface['view']['state']) => Surface['view']['state']['tr']) => {
      if (!surface) throw new Error('The document is not here yet');
      if (!mayEdit) throw new Error('The document may only be read');
      surface.view.dispatch(edit(surface.view.state));
    },
    [surface, mayEdit],
  );
  useDesk({
    getFileInfo: () => ({ id, title, version, mayEdit }),
    getText: () => textOf(view().state.doc.content),
    getParagraphs: () => paragraphs(view().state.doc),
    getSelectedText: () => {
      const { doc, selection } = view().state;
      return textOf(doc.cut(selection.from, selection.to).content);
    },
    /** Where the cursor is, in place of what is selected. */
    insertText: (text: string) => change(({ tr }) => tr.insertText(String(text))),
    insertParagraph: (text: string, at?: number) => change((state) => inserted(state, String(text), at)),
    replaceParagraph: (at: number, text: string) => change((state) => replaced(state, at, String(text))),
    deleteParagraph: (at: number) => change((state) => removed(state, at)),
  });
}
