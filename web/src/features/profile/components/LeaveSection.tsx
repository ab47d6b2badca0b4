import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf } from '@/features/session';
import { sentence } from '@/shared/errors';
import { ConfirmDialog, Section } from '@/shared/ui';
import { useLeave } from '../api/profile';

/** The way out of the space, by a mailed link. The owner and accounts of a directory have none. */
export function LeaveSection() {
  const { t } = useTranslation();
  const self = useSelf();
  const leave = useLeave();
  const [asking, setAsking] = useState(false);
  if (self.isOwner || self.isLDAP) return null;
  return (
    <Section title={t('leave.title')} hint={t('leave.hint')}>
      {leave.isSuccess ? (
        <Alert color="atrium" role="status">
          {t('leave.mailed', { email: self.email })}
        </Alert>
      ) : (
        <>
          {leave.isError && (
            <Alert color="red" role="alert" mb="sm">
              {sentence(leave.error)}
            </Alert>
          )}
          <Button variant="light" color="red" loading={leave.isPending} onClick={() => setAsking(true)}>
            {t('leave.button')}
          </Button>
        </>
      )}
      {asking && (
        <ConfirmDialog
          title={t('leave.question')}
          text={t('leave.text', { email: self.email })}
          confirm={t('leave.send')}
          onConfirm={() => leave.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
