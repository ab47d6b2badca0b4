import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/shared/ui';

interface ConflictDialogProps {
  titles: string[];
  /** The wording of the first choice differs: a new version, or replaced. */
  replaceLabel: string;
  onReplace: () => void;
  onKeepBoth: () => void;
  onClose: () => void;
}

const SHOWN = 5;

/** Something of that title is there already: replace, keep both, or stop. */
export function ConflictDialog({ titles, replaceLabel, onReplace, onKeepBoth, onClose }: ConflictDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog onClose={onClose} title={t('conflict.title', { count: titles.length })}>
      <Stack>
        <List size="sm" withPadding>
          {titles.slice(0, SHOWN).map((title) => (
            <List.Item key={title}>{title}</List.Item>
          ))}
        </List>
        {titles.length > SHOWN && (
          <Text size="sm" c="dimmed">
            {t('conflict.more', { count: titles.length - SHOWN })}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button variant="default" onClick={onReplace}>
            {replaceLabel}
          </Button>
          <Button data-autofocus onClick={onKeepBoth}>
            {t('conflict.keepBoth')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
