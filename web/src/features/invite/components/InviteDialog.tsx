import { Alert, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PersonType } from '@/features/people';
import { Dialog } from '@/shared/ui';
import { IconLink, IconMail } from '@/shared/ui/icons';
import { useInvitingAllowed } from '../api/invite';
import { LinkInvite } from './LinkInvite';
import { MailInvite } from './MailInvite';

interface InviteDialogProps {
  /** What one may invite others as, the strongest first. */
  types: PersonType[];
  onClose: () => void;
}

/** Invites people into the space, by mail or by link. */
export function InviteDialog({ types, onClose }: InviteDialogProps) {
  const { t } = useTranslation();
  const allowed = useInvitingAllowed();
  return (
    <Dialog onClose={onClose} size="lg" title={t('invite.title')}>
      {allowed ? (
        <Tabs defaultValue="mail">
          <Tabs.List mb="md">
            <Tabs.Tab value="mail" leftSection={<IconMail size={17} aria-hidden />}>
              {t('invite.byMail')}
            </Tabs.Tab>
            <Tabs.Tab value="link" leftSection={<IconLink size={17} aria-hidden />}>
              {t('invite.byLink')}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="mail">
            <MailInvite types={types} onDone={onClose} />
          </Tabs.Panel>
          <Tabs.Panel value="link">
            <LinkInvite types={types} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <Alert color="clay">{t('invite.off')}</Alert>
      )}
    </Dialog>
  );
}
