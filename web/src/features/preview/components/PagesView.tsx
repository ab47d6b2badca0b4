import { Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Entry } from '@/features/files';
import { useDelayed } from '@/shared/lib/useDelayed';
import { ErrorState } from '@/shared/ui';
import { usePages } from '../api/pages';
import { NoPreview } from './NoPreview';
import { PageStrip } from './PageStrip';

/** An office file or a PDF, page by page. */
export function PagesView({ entry }: { entry: Entry }) {
  const pages = usePages(entry);
  const waiting = pages.isPending || pages.data?.state === 'making';
  const late = useDelayed(waiting);
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => pages.refetch()} />;
  if (pages.isPending || pages.data.state === 'making') {
    const progress = pages.data?.state === 'making' ? pages.data.progress : 0;
    return late ? <Preparing progress={progress} /> : null;
  }
  if (pages.data.state === 'none') return <NoPreview entry={entry} why={pages.data.why} />;
  return <PageStrip entry={entry} version={pages.data.version} sizes={pages.data.sizes} />;
}

function Preparing({ progress }: { progress: number }) {
  const { t } = useTranslation();
  return (
    <Stack w="min(20rem, 100%)" ta="center" role="status">
      <Text c="dimmed">{t('preview.preparing')}</Text>
      {/* The program that draws says nothing while it works: the bar moves all the same. */}
      <Progress value={Math.max(progress, 10)} animated aria-label={t('preview.preparing')} />
    </Stack>
  );
}
