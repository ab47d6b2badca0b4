import { Alert, Button, Checkbox, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { sentence } from '@/shared/errors';
import { sessionQuery } from '../api/session';
import { useSignIn } from '../api/signIn';
import { DoorFrame } from './DoorFrame';
import { ForgotPassword } from './ForgotPassword';

export function SignInPage() {
  const { t } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { next } = useSearch({ from: '/login' });
  const navigate = useNavigate();
  const signIn = useSignIn(session.settings);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [remember, setRemember] = useState(true);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(
      { email, password, remember },
      { onSuccess: () => navigate({ href: next ?? '/rooms', replace: true }) },
    );
  };
  const wrong = signIn.error instanceof ApiError && signIn.error.status === 401;

  return (
    <DoorFrame title={t('signIn.title')} hint={session.settings.greetingSettings || t('signIn.hint')}>
      <form onSubmit={submit}>
        <Stack>
          {signIn.isError && (
            <Alert color="red" role="alert">
              {wrong ? t('signIn.wrong') : sentence(signIn.error)}
            </Alert>
          )}
          <TextInput
            label={t('signIn.email')}
            type="email"
            autoComplete="username"
            size="md"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('signIn.password')}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Group justify="space-between">
            <Checkbox
              label={t('signIn.remember')}
              checked={remember}
              onChange={(event) => setRemember(event.currentTarget.checked)}
            />
            <ForgotPassword email={email} />
          </Group>
          <Button type="submit" size="md" loading={signIn.isPending} mt="xs">
            {t('signIn.submit')}
          </Button>
        </Stack>
      </form>
    </DoorFrame>
  );
}
