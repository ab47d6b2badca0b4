import { Button, Container, Group, Loader, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { downloadUrl, useFile } from '@/features/files';
import { PreviewContent } from '@/features/preview';
import { DoorFrame } from '@/features/session';
import { saveOnClick } from '@/features/transfers';
import { sentence } from '@/shared/errors';
import { useDelayed } from '@/shared/lib/useDelayed';
import { IconDownload } from '@/shared/ui/icons';
import { LinkGate } from './LinkGate';
import classes from './SharedFilePage.module.css';
import { VisitorHead } from './VisitorHead';

interface SharedFilePageProps {
  shareKey: string;
  fileId: number;
}

/** What somebody sees who follows the link of one file. */
export function SharedFilePage({ shareKey, fileId }: SharedFilePageProps) {
  return <LinkGate shareKey={shareKey}>{() => <File fileId={fileId} />}</LinkGate>;
}

function File({ fileId }: { fileId: number }) {
  const { t } = useTranslation();
  const file = useFile(fileId);
  const late = useDelayed(file.isPending);
  if (file.isPending) return late ? <Loader m="xl" aria-label={t('common.loading')} /> : null;
  if (file.isError) return <DoorFrame title={t('error.title')} hint={sentence(file.error)} />;
  const entry = file.data;
  return (
    <Container size="xl" component="main" className={classes.page}>
      <VisitorHead />
      <Group justify="space-between" py="md">
        <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
          {entry.title}
        </Title>
        {entry.rights.Download && (
          <Button
            component="a"
            href={downloadUrl(entry)}
            onClick={saveOnClick}
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            {t('action.download')}
          </Button>
        )}
      </Group>
      <div className={classes.content}>
        <PreviewContent entry={entry} />
      </div>
    </Container>
  );
}
