import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { notifyError } from '@/shared/notify';
import { IconButton } from '@/shared/ui';
import { IconX } from '@/shared/ui/icons';
import { cancelOperation, type Operation } from '../lib/operations';
import classes from './ActivityPanel.module.css';

export function OperationRow({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const name = t(`operation.${operation.kind}`);
  return (
    <li className={classes.row}>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" truncate>
          {operation.label}
        </Text>
        <Text size="xs" c="dimmed">
          {name}
        </Text>
      </div>
      <IconButton
        label={t('activity.stop', { name: operation.label })}
        onClick={() => cancelOperation(operation.id).catch(notifyError)}
      >
        <IconX size={18} />
      </IconButton>
      <Progress
        size="xs"
        value={Math.max(operation.progress, 4)}
        animated
        className={classes.progress}
        aria-label={t('activity.progress', { name: operation.label })}
      />
    </li>
  );
}
