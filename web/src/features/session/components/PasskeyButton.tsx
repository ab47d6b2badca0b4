import { Alert, Button, type ButtonProps, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { sentence } from '@/shared/errors';
import { IconFingerprint } from '@/shared/ui/icons';
import { usePasskeySignIn } from '../api/passkeys';
import { passkeysWork } from '../lib/passkeys';
import type { FactorStep } from '../lib/step';

interface PasskeyButtonProps extends Pick<ButtonProps, 'variant'> {
  /** The step after a password; absent = instead of one. */
  step?: FactorStep;
  remember: boolean;
  onSignedIn: () => void;
}

/** Fingerprint, face or PIN of the device instead of something typed. Not there where browsers have none. */
export function PasskeyButton({ step, remember, onSignedIn, variant = 'default' }: PasskeyButtonProps) {
  const { t } = useTranslation();
  const signIn = usePasskeySignIn(step);
  if (!passkeysWork()) return null;
  const unknown = signIn.error instanceof ApiError && (signIn.error.status === 401 || signIn.error.status === 404);
  return (
    <Stack gap="sm">
      {signIn.isError && (
        <Alert color="red" role="alert">
          {unknown ? t('passkey.unknown') : sentence(signIn.error)}
        </Alert>
      )}
      <Button
        size="md"
        variant={variant}
        leftSection={<IconFingerprint size={20} aria-hidden />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate({ remember }, { onSuccess: (done) => done && onSignedIn() })}
      >
        {t(step ? 'passkey.use' : 'passkey.signIn')}
      </Button>
    </Stack>
  );
}
