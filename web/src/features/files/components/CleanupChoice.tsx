import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconClockHour4 } from '@/shared/ui/icons';
import { RESTING, type Resting, useCleanup, useSetCleanup } from '../api/cleanup';

/** How long things lie in the trash before it empties itself. */
export function CleanupChoice() {
  const { t } = useTranslation();
  const cleanup = useCleanup();
  const set = useSetCleanup();
  if (!cleanup.isSuccess) return null;
  const known = RESTING.includes(cleanup.data) ? RESTING : [...RESTING, cleanup.data];
  return (
    <Select
      aria-label={t('trash.resting')}
      title={t('trash.resting')}
      leftSection={<IconClockHour4 size={17} aria-hidden />}
      w={220}
      allowDeselect={false}
      data={known.map((value) => ({
        value,
        label: value === 'never' ? t('trash.restingNever') : t(`trash.restingFor.${value}`),
      }))}
      value={cleanup.data}
      onChange={(value) => value && set.mutate(value as Resting)}
    />
  );
}
