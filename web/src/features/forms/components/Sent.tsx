import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '@/features/files';
import { IconCircleCheck } from '@/shared/ui/icons';
import type { Submitted } from '../api/filling';

interface SentProps {
  entry: Entry;
  sent: Submitted;
  onAgain: () => void;
}

/** The form was handed in: that it was, and where to go from here. */
export function Sent({ entry, sent, onAgain }: SentProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const more = sent.complete ? t('form.sentAll') : t('form.sentPart');
  return (
    <Stack component="main" align="center" justify="center" mih="100dvh" p="lg" ta="center" gap="sm">
      <IconCircleCheck size={72} color="var(--mantine-color-teal-6)" aria-hidden />
      <Title order={1} ref={heading} tabIndex={-1}>
        {t('form.sent')}
      </Title>
      <Text maw={420} role="status">
        {sent.number === null ? more : t('form.sentNumber', { number: sent.number })}
      </Text>
      <Group justify="center">
        <Button onClick={() => void navigate({ to: '/rooms' })}>{t('form.toRooms')}</Button>
        {sent.number !== null && (
          <Button variant="default" onClick={onAgain} aria-describedby={entry.key}>
            {t('form.again')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
