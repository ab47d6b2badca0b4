import { Loader } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EditorHead, Ended, useProvider, useSaving } from '@/features/editor';
import { type Entry, InfoPanel } from '@/features/files';
import { PreviewContent } from '@/features/preview';
import { useReady } from '@/features/prose';
import { useStore } from '@/shared/lib/store';
import { useDeck } from '../hooks/useDeck';
import { PLAIN } from '../lib/deck';
import { Deckwork } from './Deckwork';
import classes from './Slides.module.css';

/** The server's words for a file that cannot be edited, or not by this person. */
const SHOWN_AS_PAGES = [4403, 4415];

/** A presentation, made together: the head, and below it the slides. */
export function SlidesWorkspace({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const provider = useProvider(entry.id);
  useSaving(provider, entry.id);
  const deck = useDeck(provider);
  const status = useStore(provider.status);
  const shared = useStore(provider.shared);
  const ready = useReady(shared, status) && deck !== PLAIN;
  const [panel, setPanel] = useState<'versions' | 'links' | null>(null);
  const pages = status.line === 'ended' && SHOWN_AS_PAGES.includes(status.code) && !ready;

  return (
    <main className={classes.page}>
      <EditorHead
        entry={entry}
        status={status}
        awareness={shared.awareness}
        onHistory={() => setPanel('versions')}
        onShare={() => setPanel('links')}
      />
      <Ended status={status} text={() => provider.inWords(shared)} onRestart={provider.restart} />
      {pages && (
        <div className={classes.preview}>
          <PreviewContent entry={entry} />
        </div>
      )}
      {!pages && !ready && (
        <div className={classes.waiting}>
          <Loader m="xl" aria-label={t('common.loading')} />
        </div>
      )}
      {ready && (
        <Deckwork fileId={entry.id} shared={shared} deck={deck} mayEdit={status.mayEdit && status.line !== 'ended'} />
      )}
      {panel && (
        <InfoPanel
          entry={{ ...entry, version: status.version || entry.version }}
          tab={panel}
          onClose={() => setPanel(null)}
        />
      )}
    </main>
  );
}
