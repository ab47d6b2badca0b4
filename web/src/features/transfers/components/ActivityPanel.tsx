import { Button, Group, Paper, ScrollArea, Text, VisuallyHidden } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '@/shared/lib/store';
import { IconButton } from '@/shared/ui';
import { IconChevronDown, IconX } from '@/shared/ui/icons';
import { adoptOperations, forgetOperations, operations } from '../lib/operations';
import { save } from '../lib/save';
import { cancelUpload, forgetUploads, onLanded, uploads } from '../lib/uploads';
import classes from './ActivityPanel.module.css';
import { OperationRow } from './OperationRow';
import { UploadRow } from './UploadRow';

/** Short work is not worth a row. */
const WORTH_SHOWING = 700;
/** How long the good news stays. */
const LINGER = 5000;

/** What is under way: uploads and operations, with progress and a way to stop them. */
export function ActivityPanel() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const files = useStore(uploads);
  const work = useStore(operations);
  const [open, setOpen] = useState(true);
  const [, tick] = useState(0);
  const refresh = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(
    () =>
      onLanded(() => {
        refresh.current ??= setTimeout(() => {
          refresh.current = undefined;
          void client.invalidateQueries({ queryKey: ['entries'] });
        }, 250);
      }),
    [client],
  );

  // What was under way before the page was opened anew.
  useEffect(() => {
    adoptOperations((kind, { url }) => {
      if (kind === 'download' && url) save(url);
      void client.invalidateQueries();
    }).catch(() => undefined);
  }, [client]);

  const runningWork = work.some((item) => item.state === 'running');
  useEffect(() => {
    if (!runningWork) return;
    const timer = setTimeout(() => tick((count) => count + 1), WORTH_SHOWING);
    return () => clearTimeout(timer);
  }, [runningWork]);

  const slow = work.filter((item) => item.state === 'running' && Date.now() - item.startedAt >= WORTH_SHOWING);
  const broken = work.filter((item) => item.state === 'failed');
  const shown = [...slow, ...broken];
  const active = files.filter((item) => item.state === 'sending' || item.state === 'waiting');
  const busy = active.length + slow.length > 0;
  const failed = files.filter((item) => item.state === 'failed').length + broken.length;
  const done = files.filter((item) => item.state === 'done').length;
  const summary = busy
    ? t('activity.running', { count: active.length + slow.length })
    : failed > 0
      ? t('activity.failed', { count: failed })
      : t('activity.done', { count: done });

  // Done is done: the panel folds itself up and goes.
  const settled = !busy && failed === 0 && files.length > 0;
  useEffect(() => {
    if (!settled) return;
    setOpen(false);
    const timer = setTimeout(forgetUploads, LINGER);
    return () => {
      clearTimeout(timer);
      setOpen(true);
    };
  }, [settled]);

  const close = () => {
    forgetUploads();
    forgetOperations();
  };

  if (files.length + shown.length === 0) return null;
  return (
    <Paper
      component="section"
      aria-label={t('activity.title')}
      className={classes.panel}
      shadow="lg"
      radius="lg"
      withBorder
    >
      <Group justify="space-between" wrap="nowrap" className={classes.head}>
        <Text fw={600} size="sm">
          {summary}
        </Text>
        <VisuallyHidden role="status" aria-live="polite">
          {summary}
        </VisuallyHidden>
        <Group gap={2} wrap="nowrap">
          {active.length > 0 && (
            <Button size="compact-sm" variant="subtle" onClick={() => active.map(({ id }) => cancelUpload(id))}>
              {t('activity.cancelAll')}
            </Button>
          )}
          <IconButton
            label={open ? t('activity.collapse') : t('activity.expand')}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <IconChevronDown size={18} style={open ? undefined : { transform: 'rotate(180deg)' }} />
          </IconButton>
          {!busy && (
            <IconButton label={t('common.close')} onClick={close}>
              <IconX size={18} />
            </IconButton>
          )}
        </Group>
      </Group>
      {open && (
        <ScrollArea.Autosize mah={280} type="auto">
          <ul className={classes.list}>
            {shown.map((item) => (
              <OperationRow key={item.id} operation={item} />
            ))}
            {files.map((item) => (
              <UploadRow key={item.id} upload={item} />
            ))}
          </ul>
        </ScrollArea.Autosize>
      )}
    </Paper>
  );
}
