import { Button, Checkbox, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/shared/ui';
import { IconPlus, IconTrash } from '@/shared/ui/icons';
import { ADDRESS_RULES, type AddressRules } from '../api/security';
import { isAddress } from '../lib/address';
import classes from './AddressSection.module.css';
import { SettingSection } from './SettingSection';

/** From which addresses people may come. */
export function AddressSection() {
  const { t } = useTranslation();
  return (
    <SettingSection
      setting={ADDRESS_RULES}
      title={t('settings.addresses')}
      hint={t('settings.addressesHint')}
      valid={({ on, rules }) => rules.every(({ ip }) => isAddress(ip)) && (!on || rules.length > 0)}
      ask={({ on }) => (on ? { title: t('settings.addressesAsk'), text: t('settings.addressesAskText') } : null)}
    >
      {(value, change) => <AddressFields value={value} onChange={change} />}
    </SettingSection>
  );
}

interface AddressFieldsProps {
  value: AddressRules;
  onChange: (value: AddressRules) => void;
}

function AddressFields({ value, onChange }: AddressFieldsProps) {
  const { t } = useTranslation();
  const { on, rules } = value;
  const change = (at: number, part: Partial<AddressRules['rules'][number]>) =>
    onChange({ ...value, rules: rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)) });
  return (
    <Stack>
      <Switch
        label={t('settings.addressesOn')}
        checked={on}
        onChange={(event) => onChange({ ...value, on: event.currentTarget.checked })}
      />
      {on && rules.length === 0 && (
        <Text size="sm" c="var(--atrium-danger)">
          {t('settings.addressesNone')}
        </Text>
      )}
      {rules.map(({ ip, adminsOnly }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place
        <div key={index} className={classes.rule}>
          <TextInput
            aria-label={t('settings.addressOf', { number: index + 1 })}
            placeholder="203.0.113.0/24"
            error={ip !== '' && !isAddress(ip) && t('settings.notAddress', { text: ip })}
            value={ip}
            onChange={(event) => change(index, { ip: event.currentTarget.value })}
          />
          <Checkbox
            className={classes.admins}
            label={t('settings.adminsOnly')}
            checked={adminsOnly}
            onChange={(event) => change(index, { adminsOnly: event.currentTarget.checked })}
          />
          <IconButton
            label={t('settings.removeAddress', { number: index + 1 })}
            onClick={() => onChange({ ...value, rules: rules.filter((_, at) => at !== index) })}
          >
            <IconTrash size={18} />
          </IconButton>
        </div>
      ))}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onChange({ ...value, rules: [...rules, { ip: '', adminsOnly: false }] })}
        >
          {t('settings.addAddress')}
        </Button>
      </Group>
    </Stack>
  );
}
