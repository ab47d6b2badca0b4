import { Button, Loader, Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { DoorFrame, sessionQuery } from '@/features/session';
import { sentence } from '@/shared/errors';
import { useDelayed } from '@/shared/lib/useDelayed';
import { useCheckLink } from '../api/check';
import { arrivalLink } from '../lib/arrival';
import { JoinForm } from './JoinForm';
import { PasswordForm } from './PasswordForm';

/** Where invitations and mailed links lead. */
export function ConfirmPage() {
  const { t } = useTranslation();
  const { type } = useParams({ from: '/confirm/$type' });
  const link = arrivalLink(type);
  const { data: session } = useSuspenseQuery(sessionQuery);
  const check = useCheckLink(link);
  const navigate = useNavigate();
  const late = useDelayed(check.isPending);

  // Somebody who is signed in has joined the room by the check itself.
  const inside = session.state === 'member' && (check.data?.verdict === 'ok' || check.data?.verdict === 'joined');
  const roomId = check.data?.roomId;
  useEffect(() => {
    if (inside && link.type === 'LinkInvite')
      void navigate(
        roomId
          ? { to: '/rooms/$folderId', params: { folderId: roomId }, replace: true }
          : { to: '/rooms', replace: true },
      );
  }, [inside, roomId, link.type, navigate]);

  if (check.isPending) return late ? <DoorFrame title={t('common.loading')}>{<Loader />}</DoorFrame> : null;
  if (check.isError) return <Refused hint={sentence(check.error)} />;
  const { verdict, email, title } = check.data;
  if (verdict === 'joined') return <Refused title={t('join.already')} hint={t('join.alreadyHint')} />;
  if (verdict !== 'ok') return <Refused hint={t(`join.${verdict}`)} />;
  if (link.type === 'PasswordChange') return <PasswordForm link={link} settings={session.settings} />;
  if (link.type === 'LinkInvite' || link.type === 'EmpInvite')
    return <JoinForm link={link} settings={session.settings} email={email} room={title} />;
  return <Refused hint={t('join.invalid')} />;
}

function Refused({ title, hint }: { title?: string; hint: string }) {
  const { t } = useTranslation();
  return (
    <DoorFrame title={title ?? t('join.noGood')} hint={hint}>
      <Stack>
        <Button renderRoot={(props) => <Link to="/login" {...props} />}>{t('join.toSignIn')}</Button>
      </Stack>
    </DoorFrame>
  );
}
