import { Alert, Skeleton, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { ErrorState, Section } from '@/shared/ui';
import { type Setting, useSaveSetting, useSetting } from '../api/setting';

interface SwitchSectionProps {
  setting: Setting<boolean>;
  title: string;
  hint: string;
  label: string;
}

/** One switch, saved as soon as it is thrown. */
export function SwitchSection({ setting, title, hint, label }: SwitchSectionProps) {
  const loaded = useSetting(setting);
  const save = useSaveSetting(setting);
  const { t } = useTranslation();
  return (
    <Section title={title} hint={hint}>
      {loaded.isPending && <Skeleton height={24} aria-label={t('common.loading')} />}
      {loaded.isError && <ErrorState error={loaded.error} onRetry={() => loaded.refetch()} />}
      {save.isError && (
        <Alert color="red" role="alert" mb="sm">
          {sentence(save.error)}
        </Alert>
      )}
      {loaded.isSuccess && (
        <Switch
          label={label}
          checked={save.isPending ? save.variables === true : loaded.data}
          onChange={(event) => save.mutate(event.currentTarget.checked)}
        />
      )}
    </Section>
  );
}
