import { Tabs } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { sessionQuery, useSelf } from '@/features/session';
import { WebhooksArea } from '@/features/webhooks';
import { PageHeader } from '@/shared/ui';
import { AboutTab } from './AboutTab';
import { KeysTab } from './KeysTab';
import { NotificationsTab } from './NotificationsTab';
import { SecurityTab } from './SecurityTab';

export type ProfileTab = 'about' | 'security' | 'notifications' | 'keys' | 'webhooks';

const PATHS = {
  about: '/profile',
  security: '/profile/security',
  notifications: '/profile/notifications',
  keys: '/profile/keys',
  webhooks: '/profile/webhooks',
} as const;

/** One's own profile: who one is, how one signs in, what programs may do in one's name. */
export function ProfilePage({ tab }: { tab: ProfileTab }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const self = useSelf();
  const { data: session } = useSuspenseQuery(sessionQuery);
  // Administrators have all of the space's in the settings.
  const isAdmin = self.isOwner === true || self.isAdmin === true;
  const hasWebhooks = !isAdmin && !self.isVisitor && !session.settings.limitedAccessDevToolsForUsers;
  return (
    <>
      <PageHeader title={t('profile.title')} />
      <Tabs value={tab} onChange={(next) => void navigate({ to: PATHS[next as ProfileTab] })} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="about">{t('profile.about')}</Tabs.Tab>
          <Tabs.Tab value="security">{t('profile.security')}</Tabs.Tab>
          <Tabs.Tab value="notifications">{t('hearing.title')}</Tabs.Tab>
          {!self.isVisitor && <Tabs.Tab value="keys">{t('keys.title')}</Tabs.Tab>}
          {hasWebhooks && <Tabs.Tab value="webhooks">{t('webhooks.title')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="about">
          <AboutTab />
        </Tabs.Panel>
        <Tabs.Panel value="security">
          <SecurityTab />
        </Tabs.Panel>
        <Tabs.Panel value="notifications">
          <NotificationsTab />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <KeysTab />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks">
          <WebhooksArea />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
