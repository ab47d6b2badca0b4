import { Button, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
}

/** A screen that could not be loaded: why, and a way to try again. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { t } = useTranslation();
  return (
    <Stack role="alert" align="center" gap="xs" py={72} px="md" ta="center">
      <Title order={2}>{t('error.title')}</Title>
      <Text c="dimmed" maw={460}>
        {sentence(error)}
      </Text>
      {onRetry && (
        <Button variant="light" mt="sm" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </Stack>
  );
}
