import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf } from '@/features/session';
import { WebhooksArea } from '@/features/webhooks';
import { EmptyState, PageHeader } from '@/shared/ui';
import { PATHS, type SettingsTab, TAB_TITLES, TABS } from '../lib/sections';
import { AccessSettings } from './AccessSettings';
import { BackupSettings } from './BackupSettings';
import { BrandSettings } from './BrandSettings';
import { EmbedSettings } from './EmbedSettings';
import { EventLog } from './EventLog';
import { MailSettings } from './MailSettings';
import { PluginSettings } from './PluginSettings';
import classes from './SettingsPage.module.css';
import { SettingsSearch } from './SettingsSearch';
import { SignInSettings } from './SignInSettings';
import { StatisticsSettings } from './StatisticsSettings';
import { StorageSettings } from './StorageSettings';

const CONTENTS: Record<SettingsTab, () => ReactNode> = {
  signIn: () => <SignInSettings />,
  access: () => <AccessSettings />,
  logins: () => <EventLog log="logins" />,
  audit: () => <EventLog log="audit" />,
  brand: () => <BrandSettings />,
  mail: () => <MailSettings />,
  storage: () => <StorageSettings />,
  statistics: () => <StatisticsSettings />,
  backup: () => <BackupSettings />,
  webhooks: () => <WebhooksArea />,
  plugins: () => <PluginSettings />,
  embedding: () => <EmbedSettings />,
};

/** The settings of the space, for its administrators. */
export function SettingsPage({ tab }: { tab: SettingsTab }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const self = useSelf();
  const tabs = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another tab to be seen
  useEffect(() => {
    const shown = tabs.current?.querySelector('[aria-selected="true"]');
    shown?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [tab]);
  if (!self.isOwner && !self.isAdmin) return <EmptyState title={t('settings.title')} hint={t('settings.notYours')} />;
  return (
    <>
      <PageHeader title={t('settings.title')} actions={<SettingsSearch />} />
      <Tabs value={tab} onChange={(next) => void navigate({ to: PATHS[next as SettingsTab] })} keepMounted={false}>
        <Tabs.List ref={tabs} className={classes.tabs}>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(TAB_TITLES[one])}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map((one) => (
          <Tabs.Panel key={one} value={one}>
            {one === tab && CONTENTS[one]()}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
