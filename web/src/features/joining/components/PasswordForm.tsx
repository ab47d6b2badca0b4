import { Alert, Button, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { brokenRules, DoorFrame, NewPassword, type PortalSettings, usePasswordPolicy } from '@/features/session';
import { sentence } from '@/shared/errors';
import { useSetPassword } from '../api/join';
import type { ArrivalLink } from '../lib/arrival';

/** Behind the mailed link: a new password. */
export function PasswordForm({ link, settings }: { link: ArrivalLink; settings: PortalSettings }) {
  const { t } = useTranslation();
  const setPassword = useSetPassword(link, settings);
  const policy = usePasswordPolicy(link.header);
  const [value, setValue] = useState('');
  const [tried, setTried] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (brokenRules(value, policy).length === 0) setPassword.mutate(value);
  };

  if (setPassword.isSuccess)
    return (
      <DoorFrame title={t('password.changed')} hint={t('password.changedHint')}>
        <Button fullWidth renderRoot={(props) => <Link to="/login" {...props} />}>
          {t('join.toSignIn')}
        </Button>
      </DoorFrame>
    );
  return (
    <DoorFrame title={t('password.title')}>
      <form onSubmit={submit}>
        <Stack>
          {setPassword.isError && (
            <Alert color="red" role="alert">
              {sentence(setPassword.error)}
            </Alert>
          )}
          <NewPassword
            autoFocus
            label={t('password.new')}
            policy={policy}
            tried={tried}
            value={value}
            onChange={setValue}
          />
          <Button type="submit" size="md" loading={setPassword.isPending}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </DoorFrame>
  );
}
