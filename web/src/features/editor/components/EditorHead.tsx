import { Group, SegmentedControl, Title, VisuallyHidden } from '@mantine/core';
import { useFullscreenDocument } from '@mantine/hooks';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import { type Entry, FileIcon, useWayBack } from '@/features/files';
import { documentReady, useEditorWish } from '@/shared/embed';
import { IconButton } from '@/shared/ui';
import { IconArrowLeft, IconHistory, IconMaximize, IconMinimize, IconShare } from '@/shared/ui/icons';
import type { Status } from '../lib/provider';
import classes from './EditorPage.module.css';
import { SaveState } from './SaveState';
import { WhoIsHere } from './WhoIsHere';

export type Side = 'write' | 'both' | 'read';

interface EditorHeadProps {
  entry: Entry;
  status: Status;
  awareness: Awareness;
  sides?: Side[];
  side?: Side;
  onSide?: (side: Side) => void;
  onHistory: () => void;
  /** Where links to the file are made, for who may. */
  onShare: () => void;
}

/** Title, what became of what was typed, who is here, and what else one can do. */
export function EditorHead({
  entry,
  status,
  awareness,
  sides = [],
  side = 'write',
  onSide,
  onHistory,
  onShare,
}: EditorHeadProps) {
  const { t } = useTranslation();
  const { fullscreen, toggle } = useFullscreenDocument();
  const back = useWayBack(entry);
  const { hideName } = useEditorWish();
  const there = status.line !== 'connecting';
  useEffect(() => {
    if (there) documentReady();
  }, [there]);
  return (
    <header className={classes.head}>
      {back && (
        <IconButton label={t('editor.back')} onClick={back}>
          <IconArrowLeft size={20} />
        </IconButton>
      )}
      <FileIcon kind={entry.kind} size={28} />
      <div className={classes.names}>
        {hideName ? (
          <VisuallyHidden>
            <h1>{entry.title}</h1>
          </VisuallyHidden>
        ) : (
          <Title order={1} className={classes.title}>
            {entry.title}
          </Title>
        )}
        <SaveState status={status} />
      </div>
      <Group gap="xs" wrap="nowrap" className={classes.tools}>
        <WhoIsHere awareness={awareness} me={status.me} />
        {sides.length > 0 && (
          <SegmentedControl
            size="xs"
            aria-label={t('editor.sides')}
            value={side}
            onChange={(value) => onSide?.(value as Side)}
            data={sides.map((value) => ({ value, label: t(`editor.side.${value}`) }))}
          />
        )}
        {entry.share && (
          <IconButton label={t('info.share')} onClick={onShare}>
            <IconShare size={20} />
          </IconButton>
        )}
        {entry.rights.ReadHistory !== false && (
          <IconButton label={t('info.versions')} onClick={onHistory}>
            <IconHistory size={20} />
          </IconButton>
        )}
        <IconButton
          label={t(fullscreen ? 'editor.window' : 'editor.fullScreen')}
          onClick={() => void toggle()}
          className={classes.wide ?? ''}
        >
          {fullscreen ? <IconMinimize size={20} /> : <IconMaximize size={20} />}
        </IconButton>
      </Group>
    </header>
  );
}
