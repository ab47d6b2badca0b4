import { Button, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DoorFrame, ForgotPassword } from '@/features/session';

interface RefusedProps {
  title?: string;
  hint: string;
  /** A link for a new password can be had at once. */
  askAgain?: boolean;
}

/** A link that leads nowhere: why, and what to do instead. */
export function Refused({ title, hint, askAgain = false }: RefusedProps) {
  const { t } = useTranslation();
  return (
    <DoorFrame title={title ?? t('join.noGood')} hint={hint}>
      <Stack align="stretch">
        <Button renderRoot={(props) => <Link to="/login" {...props} />}>{t('join.toSignIn')}</Button>
        {askAgain && <ForgotPassword email="" />}
      </Stack>
    </DoorFrame>
  );
}
