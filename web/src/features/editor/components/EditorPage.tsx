import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFile } from '@/features/files';
import { useDelayed } from '@/shared/lib/useDelayed';
import { ErrorState } from '@/shared/ui';
import { Workspace } from './Workspace';

/** A text at its own address, to be written together with others. */
export function EditorPage({ fileId }: { fileId: number }) {
  const { t } = useTranslation();
  const file = useFile(fileId);
  const late = useDelayed(file.isPending);
  if (file.isPending) return late ? <Loader m="xl" aria-label={t('common.loading')} /> : null;
  if (file.isError) return <ErrorState error={file.error} onRetry={() => file.refetch()} />;
  return <Workspace key={fileId} entry={file.data} />;
}
