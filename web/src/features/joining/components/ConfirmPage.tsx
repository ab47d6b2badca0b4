import { Loader } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DoorFrame, SecondStep, sessionQuery, stepOf } from '@/features/session';
import { sentence } from '@/shared/errors';
import { useDelayed } from '@/shared/lib/useDelayed';
import { useCheckLink } from '../api/check';
import { type ArrivalLink, arrivalLink } from '../lib/arrival';
import { canAskAgain, isDeed } from '../lib/links';
import { DeedPage } from './DeedPage';
import { JoinForm } from './JoinForm';
import { PasswordForm } from './PasswordForm';
import { Refused } from './Refused';
import { SomebodyElse } from './SomebodyElse';

/** Where invitations and mailed links lead. */
export function ConfirmPage() {
  const { type } = useParams({ from: '/confirm/$type' });
  const [link] = useState(() => arrivalLink(type));
  // Steps of a sign-in have their key in a cookie, which only their own calls read.
  const [step] = useState(() => stepOf(window.location.href));
  if (step) return <SecondStep step={step} remember onDone={() => window.location.assign('/rooms')} />;
  return <LinkPage link={link} />;
}

function LinkPage({ link }: { link: ArrivalLink }) {
  const { t } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const check = useCheckLink(link, session.state === 'member' ? session.self.id : undefined);
  const navigate = useNavigate();
  const late = useDelayed(check.isPending);

  // Somebody who is signed in has joined the room by the check itself.
  const other = session.state === 'member' && check.data?.email && !sameAddress(check.data.email, session.self.email);
  const inside =
    session.state === 'member' && !other && (check.data?.verdict === 'ok' || check.data?.verdict === 'joined');
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
  if (verdict !== 'ok') return <Refused hint={t(`join.${verdict}`)} askAgain={canAskAgain(link.type, verdict)} />;
  const invited = link.type === 'LinkInvite' || link.type === 'EmpInvite';
  if (invited && other) return <SomebodyElse email={email} self={session.self.email ?? ''} />;
  if (isDeed(link.type))
    return <DeedPage deed={link.type} link={link} email={email} signedIn={session.state === 'member'} />;
  switch (link.type) {
    case 'PasswordChange':
    case 'Activation':
      return <PasswordForm link={link} settings={session.settings} />;
    case 'LinkInvite':
    case 'EmpInvite':
      return inside ? null : (
        <JoinForm link={link} settings={session.settings} email={email} room={{ id: roomId ?? '', title }} />
      );
    default:
      return <Refused hint={t('join.invalid')} />;
  }
}

function sameAddress(one: string, other: string | null | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}
