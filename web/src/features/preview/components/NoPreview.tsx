import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { downloadUrl, type Entry, FileIcon } from '@/features/files';
import { saveOnClick } from '@/features/transfers';
import classes from './PreviewOverlay.module.css';

interface NoPreviewProps {
  entry: Entry;
  /** What the server said about it. */
  why?: string;
}

/** What stands where a file cannot be shown: why, and what else there is. */
export function NoPreview({ entry, why = '' }: NoPreviewProps) {
  const { t } = useTranslation();
  return (
    <Stack align="center" ta="center">
      {entry.thumbnailUrl ? (
        <img className={classes.picture} src={entry.thumbnailUrl} alt="" />
      ) : (
        <FileIcon kind={entry.kind} size={96} />
      )}
      <Text fw={600}>{entry.title}</Text>
      {why && <Text maw={460}>{why}</Text>}
      <Text c="dimmed" maw={380}>
        {t(entry.rights.Download ? 'preview.none' : 'preview.noneHere')}
      </Text>
      {entry.rights.Download && (
        <Button component="a" href={downloadUrl(entry)} onClick={saveOnClick}>
          {t('action.download')}
        </Button>
      )}
    </Stack>
  );
}
