import { useTranslation } from 'react-i18next';
import {
  ConflictDialog,
  CreateDialog,
  DestinationDialog,
  type Entry,
  InfoPanel,
  useEmptyTrash,
  useRemove,
} from '@/features/files';
import { PreviewOverlay } from '@/features/preview';
import { ConfirmDialog } from '@/shared/ui';
import type { Dialogs } from '../hooks/useDialogs';

interface BrowserDialogsProps {
  dialogs: Dialogs;
  folderId: number;
  entries: Entry[];
  onCreated: (entry: Entry) => void;
}

/** Whatever dialog is open over the list. */
export function BrowserDialogs({ dialogs, folderId, entries, onCreated }: BrowserDialogsProps) {
  const { t } = useTranslation();
  const { dialog, setDialog, close } = dialogs;
  const remove = useRemove();
  const emptyTrash = useEmptyTrash();
  switch (dialog?.is) {
    case 'create':
      return <CreateDialog kind={dialog.kind} folderId={folderId} onClose={close} onCreated={onCreated} />;
    case 'relocate':
      return <DestinationDialog entries={dialog.entries} copy={dialog.copy} onClose={close} />;
    case 'info': {
      const fresh = entries.find(({ key }) => key === dialog.entry.key) ?? dialog.entry;
      return <InfoPanel entry={fresh} tab={dialog.tab} onClose={close} />;
    }
    case 'preview':
      return (
        <PreviewOverlay
          entry={dialog.entry}
          entries={entries.filter(({ isFolder }) => !isFolder)}
          onShow={(entry) => setDialog({ is: 'preview', entry })}
          onClose={close}
        />
      );
    case 'forever':
      return (
        <ConfirmDialog
          title={t('trash.foreverTitle', { count: dialog.entries.length })}
          text={t('trash.foreverText')}
          confirm={t('action.deleteForever')}
          onConfirm={() => remove.mutate({ entries: dialog.entries, forever: true })}
          onClose={close}
        />
      );
    case 'emptyTrash':
      return (
        <ConfirmDialog
          title={t('trash.emptyTitle')}
          text={t('trash.foreverText')}
          confirm={t('trash.empty')}
          onConfirm={() => emptyTrash.mutate()}
          onClose={close}
        />
      );
    case 'conflict': {
      const answer = (conflict: Parameters<typeof dialog.answer>[0]) => {
        dialog.answer(conflict);
        close();
      };
      return (
        <ConflictDialog
          titles={dialog.titles}
          replaceLabel={t('conflict.newVersion')}
          onReplace={() => answer('version')}
          onKeepBoth={() => answer('both')}
          onClose={() => answer('cancel')}
        />
      );
    }
    default:
      return null;
  }
}
