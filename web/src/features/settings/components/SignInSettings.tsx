import { Checkbox, NumberInput, SimpleGrid, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LOGIN_LIMITS, PASSWORD_RULES, SESSION_LIFE } from '../api/security';
import { FactorSection } from './FactorSection';
import { SettingSection } from './SettingSection';

const SHORTEST = 8;
const LONGEST = 30;
const MOST = 9999;

/** How people sign in: passwords, attempts, the second factor, how long a session lives. */
export function SignInSettings() {
  return (
    <>
      <PasswordSection />
      <FactorSection />
      <LimitsSection />
      <SessionSection />
    </>
  );
}

function PasswordSection() {
  const { t } = useTranslation();
  return (
    <SettingSection
      setting={PASSWORD_RULES}
      title={t('settings.password')}
      hint={t('settings.passwordHint')}
      valid={({ minLength }) => minLength >= SHORTEST && minLength <= LONGEST}
    >
      {(value, change) => (
        <Stack>
          <NumberInput
            maw={240}
            label={t('settings.minLength')}
            min={SHORTEST}
            max={LONGEST}
            allowDecimal={false}
            value={value.minLength}
            onChange={(next) => change({ ...value, minLength: Number(next) })}
          />
          {(['upperCase', 'digits', 'symbols'] as const).map((rule) => (
            <Checkbox
              key={rule}
              label={t(`password.rule.${rule}`)}
              checked={value[rule]}
              onChange={(event) => change({ ...value, [rule]: event.currentTarget.checked })}
            />
          ))}
        </Stack>
      )}
    </SettingSection>
  );
}

function LimitsSection() {
  const { t } = useTranslation();
  const inRange = (number: number) => number >= 1 && number <= MOST;
  return (
    <SettingSection
      setting={LOGIN_LIMITS}
      title={t('settings.limits')}
      hint={t('settings.limitsHint')}
      valid={({ attemptCount, blockTime, checkPeriod }) => [attemptCount, blockTime, checkPeriod].every(inRange)}
    >
      {(value, change) => (
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          {(['attemptCount', 'checkPeriod', 'blockTime'] as const).map((field) => (
            <NumberInput
              key={field}
              label={t(`settings.limit.${field}`)}
              min={1}
              max={MOST}
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

function SessionSection() {
  const { t } = useTranslation();
  return (
    <SettingSection
      setting={SESSION_LIFE}
      title={t('settings.session')}
      hint={t('settings.sessionHint')}
      valid={({ limited, minutes }) => !limited || (minutes >= 1 && minutes <= MOST)}
      ask={({ limited }) => (limited ? { title: t('settings.sessionAsk'), text: t('settings.sessionAskText') } : null)}
    >
      {(value, change) => (
        <Stack>
          <Switch
            label={t('settings.sessionLimited')}
            checked={value.limited}
            onChange={(event) => change({ ...value, limited: event.currentTarget.checked })}
          />
          {value.limited && (
            <NumberInput
              maw={240}
              label={t('settings.sessionMinutes')}
              min={1}
              max={MOST}
              allowDecimal={false}
              value={value.minutes}
              onChange={(next) => change({ ...value, minutes: Number(next) })}
            />
          )}
        </Stack>
      )}
    </SettingSection>
  );
}
