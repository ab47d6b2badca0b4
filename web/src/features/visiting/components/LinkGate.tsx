import { Alert, Button, Loader, PasswordInput, Stack } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setShareKey } from '@/api/client';
import { DoorFrame } from '@/features/session';
import { tell } from '@/shared/embed';
import { sentence } from '@/shared/errors';
import { useDelayed } from '@/shared/lib/useDelayed';
import { useEnterPassword, useVisit, type Visit } from '../api/link';

interface LinkGateProps {
  shareKey: string;
  folder?: string | undefined;
  /** What lies behind the link, once it is good. */
  children: (visit: Visit) => ReactNode;
}

/** Lets in whoever has a good link, after the password where it has one; tells the others why not. */
export function LinkGate({ shareKey, folder, children }: LinkGateProps) {
  const { t } = useTranslation();
  setShareKey(shareKey);
  useEffect(() => () => setShareKey(null), []);
  const visit = useVisit(shareKey, folder);
  const late = useDelayed(visit.isPending);
  if (visit.isPending) return late ? <Loader m="xl" aria-label={t('common.loading')} /> : null;
  if (visit.isError) return <DoorFrame title={t('error.title')} hint={sentence(visit.error)} />;
  const { state, title } = visit.data;
  if (state === 'password' || state === 'wrongPassword') return <PasswordGate shareKey={shareKey} title={title} />;
  return state === 'ok' ? children(visit.data) : <Closed state={state} />;
}

function Closed({ state }: { state: Exclude<Visit['state'], 'ok' | 'password' | 'wrongPassword'> }) {
  const { t } = useTranslation();
  useEffect(() => tell(state === 'invalid' ? 'onNotFound' : 'onNoAccess'), [state]);
  const here = useRouterState({ select: ({ location }) => location.href });
  // Who is let in after signing in comes back to the link.
  const next = state === 'denied' ? { next: here } : {};
  return (
    <DoorFrame title={t('join.noGood')} hint={t(`visit.${state}`)}>
      <Button fullWidth renderRoot={(props) => <Link to="/login" search={next} {...props} />}>
        {t('join.toSignIn')}
      </Button>
    </DoorFrame>
  );
}

function PasswordGate({ shareKey, title }: { shareKey: string; title: string }) {
  const { t } = useTranslation();
  const enter = useEnterPassword(shareKey);
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate(password);
  };
  const wrong = enter.isSuccess && enter.data.state !== 'ok';
  return (
    <DoorFrame title={title || t('visit.password')} hint={t('visit.passwordHint')}>
      <form onSubmit={submit}>
        <Stack>
          {enter.isError && (
            <Alert color="red" role="alert">
              {sentence(enter.error)}
            </Alert>
          )}
          <PasswordInput
            autoFocus
            required
            withAsterisk={false}
            label={t('signIn.password')}
            error={wrong && t('visit.wrong')}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="md" loading={enter.isPending}>
            {t('visit.enter')}
          </Button>
        </Stack>
      </form>
    </DoorFrame>
  );
}
