import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Entry, InfoPanel } from '@/features/files';
import { useEditorWish } from '@/shared/embed';
import { useStore } from '@/shared/lib/store';
import { useEditorDesk } from '../hooks/useEditorDesk';
import { useProvider } from '../hooks/useProvider';
import { useSaving } from '../hooks/useSaving';
import { kindOf } from '../lib/language';
import { EditorHead, type Side } from './EditorHead';
import classes from './EditorPage.module.css';
import { Ended } from './Ended';
import { Preview } from './Preview';
import { Surface } from './Surface';

/** The head, the writing surface, and beside it what the Markdown looks like. */
export function Workspace({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const provider = useProvider(entry.id);
  useSaving(provider, entry.id);
  const status = useStore(provider.status);
  const shared = useStore(provider.shared);
  useEditorDesk(entry, shared, status);
  const { phone } = useEditorWish();
  const slim = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const narrow = slim === true || phone;
  const [chosen, setSide] = useLocalStorage<Side>({ key: 'atrium-editor-side', defaultValue: 'both' });
  const [panel, setPanel] = useState<'versions' | 'links' | null>(null);
  const isMarkdown = kindOf(entry.title) === 'markdown';
  const wish = narrow && chosen === 'both' ? 'write' : chosen;
  const side = isMarkdown ? wish : 'write';

  return (
    <main className={classes.page}>
      <EditorHead
        entry={entry}
        status={status}
        awareness={shared.awareness}
        sides={isMarkdown ? (narrow ? ['write', 'read'] : ['write', 'both', 'read']) : []}
        side={side}
        onSide={setSide}
        onHistory={() => setPanel('versions')}
        onShare={() => setPanel('links')}
      />
      <Ended status={status} text={() => shared.text.toString()} onRestart={provider.restart} />
      <div className={classes.panes} data-side={side}>
        <div className={classes.surface} hidden={side === 'read'}>
          <Surface
            shared={shared}
            title={entry.title}
            mayEdit={status.mayEdit && status.line !== 'ended'}
            label={t('editor.text', { title: entry.title })}
          />
        </div>
        {side !== 'write' && <Preview shared={shared} label={t('editor.preview')} />}
      </div>
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
