import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatSize } from '@/shared/lib/format';
import { IconButton } from '@/shared/ui';
import { IconCircleCheck, IconRestore, IconX } from '@/shared/ui/icons';
import { cancelUpload, retryUpload, type Upload } from '../lib/uploads';
import classes from './ActivityPanel.module.css';

export function UploadRow({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const { id, name, size, sent, state, error } = upload;
  const percent = size === 0 ? 100 : Math.round((sent / size) * 100);
  const under = {
    waiting: t('activity.waiting'),
    sending: t('activity.sent', { sent: formatSize(sent), size: formatSize(size) }),
    done: formatSize(size),
    failed: error,
    cancelled: t('activity.cancelled'),
  }[state];

  return (
    <li className={classes.row}>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" truncate title={name}>
          {name}
        </Text>
        <Text size="xs" c={state === 'failed' ? 'red' : 'dimmed'} role={state === 'failed' ? 'alert' : undefined}>
          {under}
        </Text>
      </div>
      {state === 'done' && (
        <IconCircleCheck size={20} color="var(--mantine-color-atrium-5)" aria-hidden style={{ marginRight: 8 }} />
      )}
      {(state === 'sending' || state === 'waiting') && (
        <IconButton label={t('activity.cancelUpload', { name })} onClick={() => cancelUpload(id)}>
          <IconX size={18} />
        </IconButton>
      )}
      {(state === 'failed' || state === 'cancelled') && (
        <IconButton label={t('activity.retry', { name })} onClick={() => retryUpload(id)}>
          <IconRestore size={18} />
        </IconButton>
      )}
      {state === 'sending' && (
        <Progress
          size="xs"
          value={percent}
          className={classes.progress}
          aria-label={t('activity.progress', { name })}
        />
      )}
    </li>
  );
}
