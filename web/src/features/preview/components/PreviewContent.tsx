import { Button, Loader, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadUrl, type Entry, FileIcon, inlineUrl } from '@/features/files';
import { useDelayed } from '@/shared/lib/useDelayed';
import { ErrorState } from '@/shared/ui';
import { useText } from '../api/text';
import classes from './PreviewOverlay.module.css';

/** The file itself, in whatever way the browser can show it. */
export function PreviewContent({ entry }: { entry: Entry }) {
  const [broken, setBroken] = useState(false);
  const url = inlineUrl(entry);
  // What is not to be downloaded is not handed out whole; a small picture of it may be there.
  if (entry.rights.Download === false) return <NoPreview entry={entry} />;
  if (broken) return <NoPreview entry={entry} />;
  switch (entry.kind) {
    case 'image':
      return <img className={classes.picture} src={url} alt={entry.title} onError={() => setBroken(true)} />;
    case 'pdf':
      // Phones have no viewer for a frame; they open the download with what they have.
      if (!navigator.pdfViewerEnabled) return <NoPreview entry={entry} />;
      return <iframe className={classes.frame} src={url} title={entry.title} />;
    case 'video':
      return (
        // biome-ignore lint/a11y/useMediaCaption: people's own recordings come without captions
        <video className={classes.video} src={url} controls autoPlay onError={() => setBroken(true)} />
      );
    case 'audio':
      return (
        <Stack align="center">
          <FileIcon kind="audio" size={96} />
          {/* biome-ignore lint/a11y/useMediaCaption: people's own recordings come without captions */}
          <audio src={url} controls autoPlay onError={() => setBroken(true)} />
        </Stack>
      );
    case 'text':
      return <TextPreview entry={entry} />;
    default:
      return entry.extension === '.csv' ? <TextPreview entry={entry} /> : <NoPreview entry={entry} />;
  }
}

function TextPreview({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const text = useText(entry);
  const late = useDelayed(text.isPending);
  if (text.isError) return <ErrorState error={text.error} onRetry={() => text.refetch()} />;
  if (text.isPending) return late ? <Loader aria-label={t('common.loading')} /> : null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must scroll with the keyboard
    <pre className={classes.text} tabIndex={0}>
      {text.data.text}
      {text.data.cut && `\n\n${t('preview.cut')}`}
    </pre>
  );
}

function NoPreview({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  return (
    <Stack align="center" ta="center">
      {entry.thumbnailUrl ? (
        <img className={classes.picture} src={entry.thumbnailUrl} alt="" />
      ) : (
        <FileIcon kind={entry.kind} size={96} />
      )}
      <Text fw={600}>{entry.title}</Text>
      <Text c="dimmed" maw={380}>
        {t(entry.rights.Download ? 'preview.none' : 'preview.noneHere')}
      </Text>
      {entry.rights.Download && (
        <Button component="a" href={downloadUrl(entry)}>
          {t('action.download')}
        </Button>
      )}
    </Stack>
  );
}
