import { Loader } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFile } from '@/features/files';
import { useDelayed } from '@/shared/lib/useDelayed';
import { ErrorState } from '@/shared/ui';
import { PreviewOverlay } from './PreviewOverlay';

/** A file at its own address; closing it leads to the folder it lies in. */
export function FilePage({ fileId }: { fileId: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const file = useFile(fileId);
  const late = useDelayed(file.isPending);
  if (file.isError) return <ErrorState error={file.error} onRetry={() => file.refetch()} />;
  if (file.isPending) return late ? <Loader m="xl" aria-label={t('common.loading')} /> : null;
  const entry = file.data;
  const close = () => {
    const params = { folderId: String(entry.parentId) };
    if (entry.inRooms) void navigate({ to: '/rooms/$folderId', params });
    else void navigate({ to: '/documents/$folderId', params });
  };
  return <PreviewOverlay entry={entry} entries={[entry]} onShow={() => undefined} onClose={close} />;
}
