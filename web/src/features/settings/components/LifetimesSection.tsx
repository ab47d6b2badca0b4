import { NumberInput, SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LIFETIMES } from '../api/lifetimes';
import { SettingSection } from './SettingSection';

const LONGEST = 180;

/** How long the server remembers what happened. */
export function LifetimesSection() {
  const { t } = useTranslation();
  const inRange = (days: number) => days >= 1 && days <= LONGEST;
  return (
    <SettingSection
      setting={LIFETIMES}
      title={t('settings.lifetimes')}
      hint={t('settings.lifetimesHint')}
      valid={({ logins, audit }) => inRange(logins) && inRange(audit)}
      ask={() => ({ title: t('settings.lifetimesAsk'), text: t('settings.lifetimesAskText') })}
    >
      {(value, change) => (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {(['logins', 'audit'] as const).map((field) => (
            <NumberInput
              key={field}
              label={t(`settings.lifetime.${field}`)}
              min={1}
              max={LONGEST}
              allowDecimal={false}
              value={value[field]}
              onChange={(next) => change({ ...value, [field]: Number(next) })}
            />
          ))}
        </SimpleGrid>
      )}
    </SettingSection>
  );
}
