import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../api/session';
import { DoorFrame } from './DoorFrame';

const SUSPENDED = 1;

/** Nobody can come in for the time being. */
export function ClosedPage() {
  const { t } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const suspended = session.settings.tenantStatus === SUSPENDED;
  return (
    <DoorFrame title={t('closed.title')} hint={t(suspended ? 'closed.suspended' : 'closed.busy')}>
      <Button fullWidth variant="default" component="a" href="/">
        {t('common.retry')}
      </Button>
    </DoorFrame>
  );
}
