import { Alert, Button, PasswordInput, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DoorFrame, type PortalSettings } from '@/features/session';
import { sentence } from '@/shared/errors';
import { useSetPassword } from '../api/join';
import type { ArrivalLink } from '../lib/arrival';

const SHORTEST = 8;

/** Behind the mailed link: a new password. */
export function PasswordForm({ link, settings }: { link: ArrivalLink; settings: PortalSettings }) {
  const { t } = useTranslation();
  const setPassword = useSetPassword(link, settings);
  const [value, setValue] = useState('');
  const [tried, setTried] = useState(false);
  const tooShort = value.length < SHORTEST;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!tooShort) setPassword.mutate(value);
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
          <PasswordInput
            autoFocus
            required
            withAsterisk={false}
            autoComplete="new-password"
            label={t('password.new')}
            description={t('wizard.passwordHint', { min: SHORTEST })}
            error={tried && tooShort && t('wizard.passwordLength', { min: SHORTEST, max: 30 })}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Button type="submit" size="md" loading={setPassword.isPending}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </DoorFrame>
  );
}
