import type { Status } from '@/features/editor';
import type { Entry } from '@/features/files';
import { useDesk } from '@/shared/embed';
import type { Book } from '../lib/book';
import { sheetDesk } from '../lib/desk';

/** In a frame: what code of the page around it may do with the workbook. Others see it as if it was typed. */
export function useSheetDesk({ id, title }: Entry, book: Book, { mayEdit, version }: Status): void {
  useDesk({ getFileInfo: () => ({ id, title, version, mayEdit }), ...sheetDesk(book, mayEdit) });
}
