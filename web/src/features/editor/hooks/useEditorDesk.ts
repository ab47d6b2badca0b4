import type { Entry } from '@/features/files';
import { useDesk } from '@/shared/embed';
import type { Shared, Status } from '../lib/provider';

/** In a frame: what code of the page around it may do with the text. Others see it as if it was typed. */
export function useEditorDesk({ id, title }: Entry, { text, doc }: Shared, { mayEdit, version }: Status): void {
  const change = (edit: () => void) => {
    if (!mayEdit) throw new Error('The document may only be read');
    doc.transact(edit);
  };
  useDesk({
    getFileInfo: () => ({ id, title, version, mayEdit }),
    getText: () => text.toString(),
    /** At a place counted in UTF-16 units, else at the end. */
    insertText: (words: string, at: number = text.length) => change(() => text.insert(at, String(words))),
    deleteText: (at: number, length: number) => change(() => text.delete(at, length)),
    setText: (words: string) =>
      change(() => {
        text.delete(0, text.length);
        text.insert(0, String(words));
      }),
  });
}
