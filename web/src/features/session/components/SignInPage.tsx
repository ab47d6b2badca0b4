import { Alert, Button, Checkbox, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import i18n from 'i18next';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { tell } from '@/shared/embed';
import { sentence } from '@/shared/errors';
import { useFreshSession } from '../api/factor';
import { sessionQuery } from '../api/session';
import { useSignIn } from '../api/signIn';
import type { FactorStep } from '../lib/step';
import { AskToJoin } from './AskToJoin';
import { DoorFrame } from './DoorFrame';
import { ForgotPassword } from './ForgotPassword';
import { PasskeyButton } from './PasskeyButton';
import { SecondStep } from './SecondStep';
import { WriteToAdmins } from './WriteToAdmins';

const CUSTOM_DOMAINS = 1;

export function SignInPage() {
  const { t } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { next } = useSearch({ from: '/login' });
  const navigate = useNavigate();
  const signIn = useSignIn(session.settings);
  const refresh = useFreshSession();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [remember, setRemember] = useState(true);
  const [step, setStep] = useState<FactorStep | null>(null);

  const goOn = () => {
    tell('onAuthSuccess');
    // A mailed link is read off the address as it is: the router must not touch it.
    if (next?.startsWith('/confirm/')) window.location.assign(next);
    else void navigate({ href: next ?? '/rooms', replace: true });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ email, password, remember }, { onSuccess: (asked) => (asked ? setStep(asked) : goOn()) });
  };
  const { enableAdmMess, enabledJoin, trustedDomains, trustedDomainsType } = session.settings;

  if (step) return <SecondStep step={step} remember={remember} onDone={goOn} />;
  return (
    <DoorFrame title={t('signIn.title')} hint={session.settings.greetingSettings || t('signIn.hint')}>
      <form onSubmit={submit}>
        <Stack>
          {signIn.isError && (
            <Alert color="red" role="alert">
              {refusal(signIn.error)}
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
          <PasskeyButton remember={remember} onSignedIn={() => void refresh().then(goOn)} />
          {enabledJoin && <AskToJoin domains={trustedDomainsType === CUSTOM_DOMAINS ? (trustedDomains ?? []) : []} />}
          {enableAdmMess && (
            <Group justify="center">
              <WriteToAdmins email={email} />
            </Group>
          )}
        </Stack>
      </form>
    </DoorFrame>
  );
}

/** Why somebody does not get in, in words of this page's language. */
function refusal(error: Error): string {
  if (!(error instanceof ApiError)) return sentence(error);
  if (error.status === 401) return i18n.t('signIn.wrong');
  if (error.status !== 403) return sentence(error);
  if (/disabled/i.test(error.detail)) return i18n.t('signIn.disabled');
  return /attempts/i.test(error.detail) ? i18n.t('signIn.tooMany') : sentence(error);
}
