import { Loader } from '@mantine/core';
import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { type Entry, useFile } from '@/features/files';
import { useDelayed } from '@/shared/lib/useDelayed';
import { ErrorState } from '@/shared/ui';

const Workspace = lazy(async () => ({ default: (await import('./Workspace')).Workspace }));

interface EditorPageProps {
  fileId: number;
  /** Who edits what is no text, by the ending of its name. */
  others: Record<string, ComponentType<{ entry: Entry }>>;
}

/** A file at its own address, to be edited together with others. */
export function EditorPage({ fileId, others }: EditorPageProps) {
  const { t } = useTranslation();
  const file = useFile(fileId);
  const late = useDelayed(file.isPending);
  const waiting = <Loader m="xl" aria-label={t('common.loading')} />;
  if (file.isPending) return late ? waiting : null;
  if (file.isError) return <ErrorState error={file.error} onRetry={() => file.refetch()} />;
  const Place = others[file.data.extension] ?? Workspace;
  return (
    <Suspense fallback={waiting}>
      <Place key={fileId} entry={file.data} />
    </Suspense>
  );
}
