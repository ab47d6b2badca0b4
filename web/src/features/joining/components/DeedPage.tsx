import { Alert, Button, Loader, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { DoorFrame } from '@/features/session';
import { tell } from '@/shared/embed';
import { sentence } from '@/shared/errors';
import { useDelayed } from '@/shared/lib/useDelayed';
import { useDeed } from '../api/deed';
import type { ArrivalLink } from '../lib/arrival';
import { DEED_KINDS, type Deed } from '../lib/links';

interface DeedPageProps {
  deed: Deed;
  link: ArrivalLink;
  /** The address the link is about. */
  email: string;
  signedIn: boolean;
}

/** A link that stands for one deed: done at once, or asked for first. */
export function DeedPage({ deed, link, email, signedIn }: DeedPageProps) {
  const { t } = useTranslation();
  const act = useDeed(deed, link);
  const { atOnce, danger, inside, next } = DEED_KINDS[deed];
  const { mutate } = act;
  const begun = useRef(false);
  const late = useDelayed(act.isPending);
  const refusedStranger = act.error instanceof ApiError && act.error.status === 401;
  useEffect(() => {
    if (!atOnce || begun.current) return;
    begun.current = true;
    mutate(email);
  }, [atOnce, email, mutate]);
  useEffect(() => {
    // Somebody else may be in here now: everything is loaded anew.
    if (!act.isSuccess || deed !== 'Auth') return;
    tell('onAuthSuccess');
    window.location.assign('/rooms');
  }, [act.isSuccess, deed]);

  if (act.isSuccess && deed !== 'Auth')
    return (
      <DoorFrame title={t(`deed.${deed}.done`)} hint={t(`deed.${deed}.doneHint`, { email })}>
        {next !== null && (
          <Button fullWidth component="a" href={next ?? '/login'}>
            {t(next ? 'deed.goOn' : 'join.toSignIn')}
          </Button>
        )}
      </DoorFrame>
    );
  if (atOnce && !act.isError) return late ? <DoorFrame title={t('common.loading')}>{<Loader />}</DoorFrame> : null;
  if (!signedIn && (inside || refusedStranger))
    return (
      <DoorFrame title={t(`deed.${deed}.title`)} hint={t('deed.signInFirst')}>
        <Button
          fullWidth
          renderRoot={(props) => <Link to="/login" search={{ next: `/confirm/${deed}?${link.header}` }} {...props} />}
        >
          {t('signIn.submit')}
        </Button>
      </DoorFrame>
    );
  return (
    <DoorFrame title={t(`deed.${deed}.title`)} hint={t(`deed.${deed}.hint`, { email })}>
      <Stack>
        {act.isError && (
          <Alert color="red" role="alert">
            {sentence(act.error)}
          </Alert>
        )}
        <Button color={danger ? 'red' : undefined} loading={act.isPending} onClick={() => mutate(email)}>
          {t(`deed.${deed}.button`)}
        </Button>
        <Button variant="default" renderRoot={(props) => <Link to="/" {...props} />}>
          {t('common.cancel')}
        </Button>
      </Stack>
    </DoorFrame>
  );
}
