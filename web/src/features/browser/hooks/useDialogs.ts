import { useState } from 'react';
import type { Entry, NewKind } from '@/features/files';
import type { Conflict } from '@/features/transfers';

/** The one dialog or panel that is open over a list. */
export type Dialog =
  | { is: 'create'; kind: NewKind }
  | { is: 'relocate'; entries: Entry[]; copy: boolean }
  | { is: 'forever'; entries: Entry[] }
  | { is: 'emptyTrash' }
  | { is: 'conflict'; titles: string[]; answer: (conflict: Conflict) => void }
  | { is: 'info'; entry: Entry; tab?: 'links' }
  | { is: 'preview'; entry: Entry };

export function useDialogs() {
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  return { dialog, setDialog, close: () => setDialog(null), renaming, setRenaming };
}

export type Dialogs = ReturnType<typeof useDialogs>;
