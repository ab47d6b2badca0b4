import { Alert, Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCopy } from '@/shared/lib/useCopy';
import { IconAlertTriangle } from '@/shared/ui/icons';
import type { Status } from '../lib/provider';

interface EndedProps {
  status: Status;
  text: () => string;
  onRestart: () => void;
}

/** The end of a line, or a text that found no place any more: why, and what to do with what is here. */
export function Ended({ status, text, onRestart }: EndedProps) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  const ended = status.line === 'ended';
  if (!ended && status.left === null) return null;
  const unsaid = ended ? !status.kept : true;
  return (
    <Alert
      role="alert"
      color="red"
      radius={0}
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={ended ? status.reason || t('editor.ended') : t('editor.began')}
    >
      <Group gap="xs">
        {unsaid && (
          <Button size="xs" variant="default" onClick={() => void copy(status.left ?? text())}>
            {t(copied ? 'editor.copied' : 'editor.copyMine')}
          </Button>
        )}
        {ended && (
          <Button size="xs" variant="light" color="red" onClick={onRestart}>
            {t('common.retry')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
