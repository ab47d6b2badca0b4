import { Button, Group, Skeleton, Text, TextInput, Timeline } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveOnClick } from '@/features/transfers';
import { formatMoment, formatSize } from '@/shared/lib/format';
import { ConfirmDialog, ErrorState, IconButton } from '@/shared/ui';
import { IconPencil } from '@/shared/ui/icons';
import { downloadUrl } from '../api/download';
import { useCommentVersion, useDeleteVersion, useHistory, useRestoreVersion, type Version } from '../api/history';
import type { Entry } from '../types';

/** The versions of a file, newest first, with a word on each. */
export function Versions({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const history = useHistory(entry);
  const restore = useRestoreVersion();
  const drop = useDeleteVersion();
  const [asked, setAsked] = useState<number | null>(null);
  if (history.isError) return <ErrorState error={history.error} onRetry={() => history.refetch()} />;
  if (history.isPending) return <Skeleton height={120} />;
  const newest = history.data[0]?.number;
  return (
    <>
      {asked !== null && (
        <ConfirmDialog
          title={t('history.deleteTitle', { number: asked })}
          text={t('history.deleteText')}
          confirm={t('action.deleteForever')}
          onConfirm={() => drop.mutate({ entry, version: asked })}
          onClose={() => setAsked(null)}
        />
      )}
      <Timeline bulletSize={14} lineWidth={2} active={0}>
        {history.data.map((version) => {
          const { number, size, when, who } = version;
          return (
            <Timeline.Item key={number} title={t('history.version', { number })}>
              <Text size="sm">{when ? formatMoment(when) : ''}</Text>
              <Text size="sm" c="dimmed">
                {[who, formatSize(size)].filter(Boolean).join(' · ')}
              </Text>
              <Comment entry={entry} version={version} />
              <Group gap="xs" mt={4}>
                <Button
                  component="a"
                  href={downloadUrl(entry, number)}
                  onClick={saveOnClick}
                  size="compact-xs"
                  variant="light"
                  aria-label={t('history.downloadOne', { number })}
                >
                  {t('action.download')}
                </Button>
                {number !== newest && entry.rights.EditHistory && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={t('history.restoreOne', { number })}
                    loading={restore.isPending && restore.variables.version === number}
                    onClick={() => restore.mutate({ entry, version: number })}
                  >
                    {t('history.restore')}
                  </Button>
                )}
                {number !== newest && entry.rights.EditHistory && entry.rights.Delete && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="red"
                    aria-label={t('history.deleteOne', { number })}
                    loading={drop.isPending && drop.variables.version === number}
                    onClick={() => setAsked(number)}
                  >
                    {t('action.delete')}
                  </Button>
                )}
              </Group>
            </Timeline.Item>
          );
        })}
      </Timeline>
    </>
  );
}

/** What a version is about, changed in place. */
function Comment({ entry, version: { number, comment } }: { entry: Entry; version: Version }) {
  const { t } = useTranslation();
  const save = useCommentVersion();
  const [text, setText] = useState<string | null>(null);
  const finish = () => {
    const wanted = text?.trim() ?? comment;
    setText(null);
    if (wanted !== comment) save.mutate({ entry, version: number, comment: wanted });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') finish();
    if (event.key === 'Escape') setText(null);
  };
  const label = t('history.commentOn', { number });
  if (text !== null)
    return (
      <TextInput
        size="xs"
        mt={4}
        autoFocus
        // Escape ends the writing, and leaves the panel open.
        data-mantine-stop-propagation
        aria-label={label}
        maxLength={255}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKey}
        onBlur={finish}
      />
    );
  const shown = save.isPending ? save.variables.comment : comment;
  if (!entry.rights.EditHistory)
    return shown ? (
      <Text size="sm" fs="italic">
        {shown}
      </Text>
    ) : null;
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="sm" fs="italic" c={shown ? undefined : 'dimmed'} style={{ overflowWrap: 'anywhere' }}>
        {shown || t('history.noComment')}
      </Text>
      <IconButton label={label} size="sm" onClick={() => setText(comment)}>
        <IconPencil size={14} />
      </IconButton>
    </Group>
  );
}
