import { Loader, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Entry, FileIcon, inlineUrl } from '@/features/files';
import { useDelayed } from '@/shared/lib/useDelayed';
import { ErrorState } from '@/shared/ui';
import { useText } from '../api/text';
import { NoPreview } from './NoPreview';
import { PagesView } from './PagesView';
import classes from './PreviewOverlay.module.css';

/** The file itself, in whatever way the browser can show it. */
export function PreviewContent({ entry }: { entry: Entry }) {
  const [broken, setBroken] = useState(false);
  const url = inlineUrl(entry);
  if (broken) return <NoPreview entry={entry} />;
  // Pages are pictures: they are shown of what is not to be downloaded, too.
  if (isPaged(entry)) return <PagesView entry={entry} />;
  if (entry.rights.Download === false) return <NoPreview entry={entry} />;
  switch (entry.kind) {
    case 'image':
      return <Picture url={url} title={entry.title} onBroken={() => setBroken(true)} />;
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

/** A picture; while it is on its way one sees that it is. */
function Picture({ url, title, onBroken }: { url: string; title: string; onBroken: () => void }) {
  const { t } = useTranslation();
  const [here, setHere] = useState(false);
  const late = useDelayed(!here);
  return (
    <>
      {late && <Loader aria-label={t('common.loading')} />}
      <img
        className={classes.picture}
        data-waiting={!here || undefined}
        src={url}
        alt={title}
        onLoad={() => setHere(true)}
        onError={onBroken}
      />
    </>
  );
}

/** Office files and PDF; text only where it is not handed out as it is. */
function isPaged({ kind, extension, rights }: Entry): boolean {
  if (kind === 'text' || extension === '.csv') return rights.Download === false;
  return kind === 'document' || kind === 'spreadsheet' || kind === 'presentation' || kind === 'pdf';
}

function TextPreview({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const text = useText(entry);
  const late = useDelayed(text.isPending);
  if (text.isError) return <ErrorState error={text.error} onRetry={() => text.refetch()} />;
  if (text.isPending) return late ? <Loader aria-label={t('common.loading')} /> : null;
  // In a room with a watermark even text comes as pages.
  if (text.data.paged) return <PagesView entry={entry} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must scroll with the keyboard
    <pre className={classes.text} tabIndex={0}>
      {text.data.text}
      {text.data.cut && `\n\n${t('preview.cut')}`}
    </pre>
  );
}
