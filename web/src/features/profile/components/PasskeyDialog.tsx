import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { Dialog } from '@/shared/ui';
import { type Passkey, useAddPasskey, useRenamePasskey } from '../api/passkeys';

interface PasskeyDialogProps {
  /** null for a new one. */
  passkey: Passkey | null;
  onClose: () => void;
}

const LONGEST_NAME = 100;

/** Gives a passkey its name; a new one is then made by the device. */
export function PasskeyDialog({ passkey, onClose }: PasskeyDialogProps) {
  const { t } = useTranslation();
  const add = useAddPasskey();
  const rename = useRenamePasskey();
  const [name, setName] = useState(passkey?.name ?? '');
  const [declined, setDeclined] = useState(false);
  const error = add.error ?? rename.error;
  const here = error instanceof DOMException && error.name === 'InvalidStateError';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setDeclined(false);
    const given = name.trim();
    if (passkey) rename.mutate({ id: passkey.id, name: given }, { onSuccess: onClose });
    else add.mutate(given, { onSuccess: (done) => (done ? onClose() : setDeclined(true)) });
  };

  return (
    <Dialog onClose={onClose} title={t(passkey ? 'passkey.renameTitle' : 'passkey.add')}>
      <form onSubmit={submit}>
        <Stack>
          {error && (
            <Alert color="red" role="alert">
              {here ? t('passkey.alreadyHere') : sentence(error)}
            </Alert>
          )}
          {declined && (
            <Alert color="clay" role="status">
              {t('passkey.declined')}
            </Alert>
          )}
          {!passkey && <Text size="sm">{t('passkey.addText')}</Text>}
          <TextInput
            data-autofocus
            required
            withAsterisk={false}
            maxLength={LONGEST_NAME}
            label={t('passkey.name')}
            placeholder={t('passkey.example')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={add.isPending || rename.isPending} disabled={!name.trim()}>
              {t(passkey ? 'common.save' : 'passkey.goOn')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
