import { Loader } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EditorHead, Ended, useProvider, useSaving } from '@/features/editor';
import { type Entry, InfoPanel } from '@/features/files';
import { PreviewContent } from '@/features/preview';
import { useEditorWish } from '@/shared/embed';
import { useStore } from '@/shared/lib/store';
import { useAside } from '../hooks/useAside';
import { useLook } from '../hooks/useLook';
import { useProseDesk } from '../hooks/useProseDesk';
import { useReady } from '../hooks/useReady';
import { useSurface } from '../hooks/useSurface';
import { useZoom } from '../hooks/useZoom';
import { FindBar } from './FindBar';
import { LinkDialog } from './LinkDialog';
import { Paper } from './Paper';
import classes from './Prose.module.css';
import { ProseBar } from './ProseBar';
import { ProseKeys } from './ProseKeys';
import { StatusBar } from './StatusBar';

/** The server's words for a file that cannot be edited, or not by this person. */
const SHOWN_AS_PAGES = [4403, 4415];

/** A text document, written together: the head, the tools, the paper, and what was counted. */
export function ProseWorkspace({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const provider = useProvider(entry.id);
  useSaving(provider, entry.id);
  const look = useLook(provider);
  const status = useStore(provider.status);
  const shared = useStore(provider.shared);
  const ready = useReady(shared, status);
  const [panel, setPanel] = useState<'versions' | 'links' | null>(null);
  const wish = useEditorWish();
  const [zoom, setZoom] = useZoom(wish.zoom);
  const slim = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) === true;
  const narrow = slim || wish.phone;
  const mayEdit = status.mayEdit && status.line !== 'ended';
  const { place, surface, tools, tally } = useSurface({
    ready,
    provider,
    shared,
    fileId: entry.id,
    title: entry.title,
    look,
    mayEdit,
    focused: !narrow,
  });
  const { aside, setAside, close } = useAside(surface, mayEdit);
  useProseDesk(entry, surface, status);
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
        <>
          {mayEdit && surface && <ProseBar surface={surface} tools={tools} look={look} onAside={setAside} />}
          <Paper place={place} look={look} zoom={zoom}>
            {surface && (aside === 'find' || aside === 'replace') && (
              <FindBar
                surface={surface}
                tally={tally}
                replaces={aside === 'replace' && mayEdit}
                mayEdit={mayEdit}
                onReplaces={(replaces) => setAside(replaces ? 'replace' : 'find')}
                onClose={close}
              />
            )}
          </Paper>
          <StatusBar tally={tally} zoom={zoom} help={wish.help} onZoom={setZoom} onAside={setAside} />
        </>
      )}
      {surface && aside === 'link' && <LinkDialog surface={surface} onClose={close} />}
      {aside === 'help' && <ProseKeys onClose={close} />}
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
