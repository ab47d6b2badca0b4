import { ActionIcon, Loader, Title, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { downloadUrl, type Entry, FileIcon, isEdited, opensAsForm, useFile, useWayBack } from '@/features/files';
import { PreviewContent } from '@/features/preview';
import { saveOnClick } from '@/features/transfers';
import { LinkGate } from '@/features/visiting';
import { documentReady, tell, useEditorWish } from '@/shared/embed';
import { sentence } from '@/shared/errors';
import { useDelayed } from '@/shared/lib/useDelayed';
import { ErrorState, IconButton } from '@/shared/ui';
import { IconArrowLeft, IconDownload } from '@/shared/ui/icons';
import classes from './DocumentPage.module.css';

interface DocumentPageProps {
  fileId: number;
  /** The key of a link, for those who come by one. */
  shareKey: string;
  /** Only to be looked at, whatever else one might do with it. */
  viewOnly: boolean;
  editor: (entry: Entry) => ReactNode;
  form: (entry: Entry) => ReactNode;
}

/** Where the API says that files are opened: in an editor, as a form, or to be looked at. */
export function DocumentPage({ shareKey, ...props }: DocumentPageProps) {
  if (shareKey) return <LinkGate shareKey={shareKey}>{() => <Document {...props} stranger />}</LinkGate>;
  return <Document {...props} stranger={false} />;
}

function Document({
  fileId,
  viewOnly: given,
  editor,
  form,
  stranger,
}: Omit<DocumentPageProps, 'shareKey'> & { stranger: boolean }) {
  const { t } = useTranslation();
  const file = useFile(fileId);
  const wish = useEditorWish();
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) === true;
  const late = useDelayed(file.isPending);
  const { error } = file;
  useEffect(() => {
    if (!error) return;
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 403) tell('onNoAccess');
    if (status === 404) tell('onNotFound');
    tell('onAppError', sentence(error));
  }, [error]);
  if (file.isPending) return late ? <Loader m="xl" aria-label={t('common.loading')} /> : null;
  if (file.isError) return <ErrorState error={file.error} onRetry={() => file.refetch()} />;
  const entry = file.data;
  const viewOnly = given || wish.lookOnly || (wish.lookOnlyOnPhones && narrow);
  if (!viewOnly && isEdited(entry) && entry.rights.Edit) return editor(entry);
  if (!viewOnly && !stranger && opensAsForm(entry)) return form(entry);
  return <Viewer entry={entry} stranger={stranger} />;
}

function Viewer({ entry, stranger }: { entry: Entry; stranger: boolean }) {
  const { t } = useTranslation();
  const back = useWayBack(entry);
  useEffect(() => documentReady(), []);
  return (
    <main className={classes.page}>
      <header className={classes.head}>
        {back && !stranger && (
          <IconButton label={t('editor.back')} onClick={back}>
            <IconArrowLeft size={20} />
          </IconButton>
        )}
        <FileIcon kind={entry.kind} size={28} />
        <Title order={1} className={classes.title}>
          {entry.title}
        </Title>
        {entry.rights.Download && (
          <Tooltip label={t('action.download')}>
            <ActionIcon component="a" href={downloadUrl(entry)} onClick={saveOnClick} aria-label={t('action.download')}>
              <IconDownload size={20} />
            </ActionIcon>
          </Tooltip>
        )}
      </header>
      <div className={classes.content}>
        <PreviewContent entry={entry} />
      </div>
    </main>
  );
}
