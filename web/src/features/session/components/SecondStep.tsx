import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFreshSession } from '../api/factor';
import { useFactors } from '../api/passkeys';
import type { FactorStep } from '../lib/step';
import { AppSetup } from './AppSetup';
import { CodeForm } from './CodeForm';
import { DoorFrame } from './DoorFrame';
import { KeepCodes } from './KeepCodes';
import { PasskeyButton } from './PasskeyButton';

interface SecondStepProps {
  step: FactorStep;
  /** Keep the session after the browser is closed. */
  remember: boolean;
  onDone: () => void;
}

/** After the password: a code of the app, or the app is set up first and its backup codes are kept. */
export function SecondStep({ step, remember, onDone }: SecondStepProps) {
  const { t } = useTranslation();
  const refresh = useFreshSession();
  const [linked, setLinked] = useState(false);
  const factors = useFactors(step);
  const onlyPasskey = factors.data?.passkey === true && !factors.data.app;
  const activation = step.kind === 'TfaActivation';

  const onSignedIn = async (first: boolean) => {
    await refresh();
    if (first) setLinked(true);
    else onDone();
  };

  if (linked) return <KeepCodes onDone={onDone} />;
  return (
    <DoorFrame
      title={t(activation ? 'factor.setUpTitle' : 'factor.title')}
      hint={t(activation ? 'factor.setUpHint' : onlyPasskey ? 'passkey.stepHint' : 'factor.hint')}
    >
      <Stack>
        {activation && <AppSetup step={step} />}
        {(activation || !factors.data || factors.data.app) && (
          <CodeForm step={step} remember={remember} onSignedIn={onSignedIn} />
        )}
        {factors.data?.passkey && (
          <PasskeyButton
            step={step}
            variant={factors.data.app ? 'default' : 'filled'}
            remember={remember}
            onSignedIn={() => void onSignedIn(false)}
          />
        )}
      </Stack>
    </DoorFrame>
  );
}
