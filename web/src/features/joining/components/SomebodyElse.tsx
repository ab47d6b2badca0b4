import { Button, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DoorFrame, useSignOut } from '@/features/session';

interface SomebodyElseProps {
  /** Whom the invitation is for. */
  email: string;
  /** Who is signed in here. */
  self: string;
}

/** An invitation for somebody else than who is signed in. */
export function SomebodyElse({ email, self }: SomebodyElseProps) {
  const { t } = useTranslation();
  const signOut = useSignOut({ stay: true });
  return (
    <DoorFrame title={t('join.title')} hint={t('join.forOther', { email, self })}>
      <Stack>
        <Button loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {t('join.signOutFirst')}
        </Button>
        <Button variant="default" component="a" href="/rooms">
          {t('join.stay')}
        </Button>
      </Stack>
    </DoorFrame>
  );
}
