import { Alert, Button, Progress, Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isMoving, useRestoreProgress } from '../api/restore';
import { sessionQuery } from '../api/session';
import { DoorFrame } from './DoorFrame';

/** TenantStatus of the contract. */
const SUSPENDED = 1;
const RESTORING = 4;

/** Nobody can come in for the time being. */
export function ClosedPage() {
  const { t } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { tenantStatus } = session.settings;
  if (tenantStatus === RESTORING) return <RestoringPage />;
  return (
    <DoorFrame title={t('closed.title')} hint={t(tenantStatus === SUSPENDED ? 'closed.suspended' : 'closed.busy')}>
      <Again />
    </DoorFrame>
  );
}

/** A backup is being brought back; whoever waits is let in when it is. */
function RestoringPage() {
  const { t } = useTranslation();
  const { data: progress } = useRestoreProgress();
  const moving = isMoving(progress);
  const seen = useRef(false);
  useEffect(() => {
    if (seen.current && !moving && progress?.state === 'done') window.location.assign('/');
    seen.current ||= moving;
  }, [moving, progress?.state]);
  return (
    <DoorFrame title={t('closed.restoring')} hint={t('closed.restoringHint')}>
      <Stack>
        {progress?.state === 'failed' && (
          <Alert color="red" role="alert" title={t('closed.notRestored')}>
            {progress.error}
          </Alert>
        )}
        {moving && progress && <Progress value={progress.percent} aria-label={t('closed.restoring')} animated />}
        <Again />
      </Stack>
    </DoorFrame>
  );
}

function Again() {
  const { t } = useTranslation();
  return (
    <Button fullWidth variant="default" component="a" href="/">
      {t('common.retry')}
    </Button>
  );
}
