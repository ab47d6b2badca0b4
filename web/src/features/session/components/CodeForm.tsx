import { Alert, Anchor, Button, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { sentence } from '@/shared/errors';
import { useShowCode } from '../api/factor';
import type { FactorStep } from '../lib/step';

interface CodeFormProps {
  step: FactorStep;
  remember: boolean;
  /** True when the code was the first one of a new app. */
  onSignedIn: (first: boolean) => void;
}

/** Codes of the app and backup codes have the same length. */
const LENGTH = 6;

/** A code of the app, or one of the backup codes. */
export function CodeForm({ step, remember, onSignedIn }: CodeFormProps) {
  const { t } = useTranslation();
  const show = useShowCode(step);
  const [code, setCode] = useState('');
  const [backup, setBackup] = useState(false);
  const send = (text: string) =>
    show.mutate({ code: text, remember }, { onSuccess: onSignedIn, onError: () => setCode('') });

  const change = (text: string) => {
    const next = backup ? text.trim() : text.replace(/\D/g, '');
    setCode(next.slice(0, LENGTH));
    if (!backup && next.length === LENGTH && !show.isPending) send(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(code);
  };
  const over = show.error instanceof ApiError && show.error.status === 401;
  const wrong = show.error instanceof ApiError && show.error.status === 400;

  return (
    <form onSubmit={submit}>
      <Stack>
        {show.isError && (
          <Alert color="red" role="alert">
            {over ? t('factor.over') : wrong ? t('factor.wrong') : sentence(show.error)}
          </Alert>
        )}
        <TextInput
          key={backup ? 'backup' : 'app'}
          size="md"
          autoFocus
          required
          withAsterisk={false}
          label={t(backup ? 'factor.backupCode' : 'factor.code')}
          inputMode={backup ? 'text' : 'numeric'}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          value={code}
          onChange={(event) => change(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={show.isPending} disabled={code.length < LENGTH}>
          {t('factor.goOn')}
        </Button>
        {step.kind === 'TfaAuth' && (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              setBackup(!backup);
              setCode('');
              show.reset();
            }}
          >
            {t(backup ? 'factor.useApp' : 'factor.useBackup')}
          </Anchor>
        )}
      </Stack>
    </form>
  );
}
