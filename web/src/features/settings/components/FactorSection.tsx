import { MultiSelect, Stack, Switch, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PeoplePicker, useGroupNames, usePeopleByIds } from '@/features/people';
import { FACTOR_POLICY, type FactorPolicy, useSwitchFactorOn } from '../api/factor';
import { useSaveSetting } from '../api/setting';
import { isAddress } from '../lib/address';
import { SettingSection } from './SettingSection';

/** Who shows a code of an app when signing in. */
export function FactorSection() {
  const { t } = useTranslation();
  const switchOn = useSwitchFactorOn();
  const plain = useSaveSetting(FACTOR_POLICY);
  // Switched on, it signs everybody out, and whoever did it goes on to the app at once.
  const save = (value: FactorPolicy) => (value.on ? switchOn.mutateAsync(value) : plain.mutateAsync(value));
  return (
    <SettingSection
      setting={FACTOR_POLICY}
      title={t('settings.factor')}
      hint={t('settings.factorHint')}
      valid={({ trusted }) => trusted.every(isAddress)}
      ask={({ on }) => (on ? { title: t('settings.factorAsk'), text: t('settings.factorAskText') } : null)}
      onSave={save}
    >
      {(value, change) => <FactorFields value={value} onChange={change} />}
    </SettingSection>
  );
}

interface FactorFieldsProps {
  value: FactorPolicy;
  onChange: (value: FactorPolicy) => void;
}

function FactorFields({ value, onChange }: FactorFieldsProps) {
  const { t } = useTranslation();
  const people = usePeopleByIds(value.people);
  const groups = useGroupNames();
  const wrong = value.trusted.filter((text) => !isAddress(text));
  return (
    <Stack>
      <Switch
        label={t('settings.factorOn')}
        checked={value.on}
        onChange={(event) => onChange({ ...value, on: event.currentTarget.checked })}
      />
      {value.on && (
        <>
          <TagsInput
            label={t('settings.trusted')}
            description={t('settings.trustedHint')}
            placeholder={value.trusted.length === 0 ? '192.168.1.0/24' : ''}
            splitChars={[',', ';', ' ']}
            acceptValueOnBlur
            error={wrong.length > 0 && t('settings.notAddress', { text: wrong.join(', ') })}
            value={value.trusted}
            onChange={(trusted) => onChange({ ...value, trusted })}
          />
          {people.isReady && (
            <PeoplePicker
              label={t('settings.mandatoryPeople')}
              description={t('settings.mandatoryHint')}
              initial={people.list}
              value={value.people}
              onChange={(ids) => onChange({ ...value, people: ids })}
            />
          )}
          <MultiSelect
            label={t('settings.mandatoryGroups')}
            searchable
            data={(groups.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={value.groups}
            onChange={(ids) => onChange({ ...value, groups: ids })}
          />
        </>
      )}
    </Stack>
  );
}
