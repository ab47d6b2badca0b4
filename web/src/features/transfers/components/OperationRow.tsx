import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { notifyError } from '@/shared/notify';
import { IconButton } from '@/shared/ui';
import { IconX } from '@/shared/ui/icons';
import { cancelOperation, type Operation } from '../lib/operations';
import classes from './ActivityPanel.module.css';

export function OperationRow({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const { kind, label, progress, processed, state, error } = operation;
  const what = t(`operation.${kind}`);
  const name = label || what;
  const done = processed > 1 ? t('activity.processed', { count: processed }) : '';
  return (
    <li className={classes.row}>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" truncate>
          {name}
        </Text>
        {state === 'failed' ? (
          <Text size="xs" c="red" role="alert">
            {error || t('error.unknown')}
          </Text>
        ) : (
          <Text size="xs" c="dimmed">
            {[label && what, done, `${Math.round(progress)} %`].filter(Boolean).join(' · ')}
          </Text>
        )}
      </div>
      {state === 'running' && operation.stop !== null && (
        <IconButton label={t('activity.stop', { name })} onClick={() => cancelOperation(operation).catch(notifyError)}>
          <IconX size={18} />
        </IconButton>
      )}
      {state === 'running' && (
        <Progress
          size="xs"
          value={Math.max(progress, 4)}
          animated
          className={classes.progress}
          aria-label={t('activity.progress', { name })}
        />
      )}
    </li>
  );
}
