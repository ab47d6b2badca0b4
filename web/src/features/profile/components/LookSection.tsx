import { SegmentedControl, Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLook, useSaveLanguage, useSelf } from '@/features/session';
import { changeLanguage, LANGUAGES } from '@/shared/i18n';
import { Section } from '@/shared/ui';

/** Language and appearance; both are kept with the account. */
export function LookSection() {
  const { t, i18n } = useTranslation();
  const self = useSelf();
  const { scheme, setScheme } = useLook();
  const saveLanguage = useSaveLanguage();
  return (
    <Section title={t('profile.lookAndLanguage')} hint={t('profile.lookHint')}>
      <Stack maw={360}>
        <Select
          label={t('profile.language')}
          allowDeselect={false}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          value={i18n.language}
          onChange={(language) => {
            if (!language) return;
            void changeLanguage(language);
            saveLanguage.mutate({ person: self.id ?? '', language });
          }}
        />
        <SegmentedControl
          aria-label={t('profile.look')}
          value={scheme}
          onChange={(value) => setScheme(value as typeof scheme)}
          data={[
            { value: 'light', label: t('profile.light') },
            { value: 'dark', label: t('profile.dark') },
            { value: 'auto', label: t('profile.auto') },
          ]}
        />
      </Stack>
    </Section>
  );
}
