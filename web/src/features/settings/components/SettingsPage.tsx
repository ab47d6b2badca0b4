import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSelf } from '@/features/session';
import { EmptyState, PageHeader } from '@/shared/ui';
import { AccessSettings } from './AccessSettings';
import { EmbeddingSettings } from './EmbeddingSettings';
import { EventLog } from './EventLog';
import { MailSettings } from './MailSettings';
import { SignInSettings } from './SignInSettings';
import { StorageSettings } from './StorageSettings';

export type SettingsTab = 'signIn' | 'access' | 'logins' | 'audit' | 'mail' | 'storage' | 'embedding';

const PATHS = {
  signIn: '/settings',
  access: '/settings/access',
  logins: '/settings/logins',
  audit: '/settings/audit',
  mail: '/settings/mail',
  storage: '/settings/storage',
  embedding: '/settings/embedding',
} as const;

/** The settings of the space, for its administrators. */
export function SettingsPage({ tab }: { tab: SettingsTab }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const self = useSelf();
  if (!self.isOwner && !self.isAdmin) return <EmptyState title={t('settings.title')} hint={t('settings.notYours')} />;
  return (
    <>
      <PageHeader title={t('settings.title')} />
      <Tabs value={tab} onChange={(next) => void navigate({ to: PATHS[next as SettingsTab] })} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="signIn">{t('settings.signIn')}</Tabs.Tab>
          <Tabs.Tab value="access">{t('settings.access')}</Tabs.Tab>
          <Tabs.Tab value="logins">{t('settings.logins')}</Tabs.Tab>
          <Tabs.Tab value="audit">{t('settings.audit')}</Tabs.Tab>
          <Tabs.Tab value="mail">{t('settings.mail')}</Tabs.Tab>
          <Tabs.Tab value="storage">{t('settings.storage')}</Tabs.Tab>
          <Tabs.Tab value="embedding">{t('settings.embedding')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="signIn">
          <SignInSettings />
        </Tabs.Panel>
        <Tabs.Panel value="access">
          <AccessSettings />
        </Tabs.Panel>
        <Tabs.Panel value="logins">
          <EventLog log="logins" />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <EventLog log="audit" />
        </Tabs.Panel>
        <Tabs.Panel value="mail">
          <MailSettings />
        </Tabs.Panel>
        <Tabs.Panel value="storage">
          <StorageSettings />
        </Tabs.Panel>
        <Tabs.Panel value="embedding">
          <EmbeddingSettings />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
