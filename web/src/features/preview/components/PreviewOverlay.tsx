import { ActionIcon, Group, Modal, Text, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { downloadUrl, type Entry } from '@/features/files';
import { saveOnClick } from '@/features/transfers';
import { IconButton, useFocusBack } from '@/shared/ui';
import { IconChevronLeft, IconChevronRight, IconDownload, IconX } from '@/shared/ui/icons';
import { PreviewContent } from './PreviewContent';
import classes from './PreviewOverlay.module.css';

interface PreviewOverlayProps {
  entry: Entry;
  /** The files of the list, for going on to the next one. */
  entries: Entry[];
  onShow: (entry: Entry) => void;
  onClose: () => void;
}

/** A file large, over everything else; the arrows go on to its neighbours. */
export function PreviewOverlay({ entry, entries, onShow, onClose }: PreviewOverlayProps) {
  const { t } = useTranslation();
  useFocusBack();
  const at = entries.findIndex(({ key }) => key === entry.key);
  const previous = entries[at - 1];
  const next = entries[at + 1];
  useHotkeys([
    ['ArrowLeft', () => previous && onShow(previous)],
    ['ArrowRight', () => next && onShow(next)],
  ]);

  return (
    <Modal.Root opened onClose={onClose} fullScreen returnFocus={false} transitionProps={{ duration: 100 }}>
      <Modal.Content className={classes.content} aria-label={entry.title}>
        <Group className={classes.head} justify="space-between" wrap="nowrap">
          <Text fw={600} truncate>
            {entry.title}
          </Text>
          <Group gap={4} wrap="nowrap">
            <IconButton label={t('preview.previous')} disabled={!previous} onClick={() => previous && onShow(previous)}>
              <IconChevronLeft size={20} />
            </IconButton>
            <IconButton label={t('preview.next')} disabled={!next} onClick={() => next && onShow(next)}>
              <IconChevronRight size={20} />
            </IconButton>
            {entry.rights.Download && (
              <Tooltip label={t('action.download')}>
                <ActionIcon
                  component="a"
                  href={downloadUrl(entry)}
                  onClick={saveOnClick}
                  aria-label={t('action.download')}
                >
                  <IconDownload size={20} />
                </ActionIcon>
              </Tooltip>
            )}
            <IconButton label={t('common.close')} onClick={onClose} data-autofocus>
              <IconX size={20} />
            </IconButton>
          </Group>
        </Group>
        <Modal.Body className={classes.body}>
          <PreviewContent key={entry.key} entry={entry} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
