import { Radio, Stack, Switch, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DEV_TOOLS_LIMITED, INVITING, MAIL_DOMAINS, MESSAGES } from '../api/security';
import { isDomain } from '../lib/domain';
import { AddressSection } from './AddressSection';
import { LifetimesSection } from './LifetimesSection';
import { OwnerSection } from './OwnerSection';
import { SettingSection } from './SettingSection';
import { SwitchSection } from './SwitchSection';

/** Who may come in, and from where. */
export function AccessSettings() {
  const { t } = useTranslation();
  return (
    <>
      <InvitingSection />
      <DomainsSection />
      <AddressSection />
      <SwitchSection
        setting={MESSAGES}
        title={t('settings.messages')}
        hint={t('settings.messagesHint')}
        label={t('settings.messagesOn')}
      />
      <SwitchSection
        setting={DEV_TOOLS_LIMITED}
        title={t('settings.devTools')}
        hint={t('settings.devToolsHint')}
        label={t('settings.devToolsLimited')}
      />
      <LifetimesSection />
      <OwnerSection />
    </>
  );
}

function InvitingSection() {
  const { t } = useTranslation();
  return (
    <SettingSection setting={INVITING} title={t('settings.inviting')} hint={t('settings.invitingHint')}>
      {(value, change) => (
        <Stack>
          <Switch
            label={t('settings.inviteMembers')}
            checked={value.members}
            onChange={(event) => change({ ...value, members: event.currentTarget.checked })}
          />
          <Switch
            label={t('settings.inviteGuests')}
            checked={value.guests}
            onChange={(event) => change({ ...value, guests: event.currentTarget.checked })}
          />
        </Stack>
      )}
    </SettingSection>
  );
}

function DomainsSection() {
  const { t } = useTranslation();
  return (
    <SettingSection
      setting={MAIL_DOMAINS}
      title={t('settings.domains')}
      hint={t('settings.domainsHint')}
      valid={({ kind, domains }) => kind !== 'custom' || (domains.length > 0 && domains.every(isDomain))}
    >
      {(value, change) => (
        <Stack>
          <Radio.Group
            aria-label={t('settings.domains')}
            value={value.kind}
            onChange={(kind) => change({ ...value, kind: kind as typeof value.kind })}
          >
            <Stack gap="xs">
              {(['none', 'custom', 'all'] as const).map((kind) => (
                <Radio key={kind} value={kind} label={t(`settings.domainsKind.${kind}`)} />
              ))}
            </Stack>
          </Radio.Group>
          {value.kind === 'custom' && (
            <TagsInput
              label={t('settings.domainList')}
              placeholder={value.domains.length === 0 ? 'example.org' : ''}
              splitChars={[',', ';', ' ']}
              acceptValueOnBlur
              error={!value.domains.every(isDomain) && t('settings.notDomain')}
              value={value.domains}
              onChange={(domains) => change({ ...value, domains })}
            />
          )}
        </Stack>
      )}
    </SettingSection>
  );
}
