import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { notifyDone } from '@/shared/notify';
import { Dialog } from '@/shared/ui';
import { useSetEmail } from '../api/account';
import type { PersonLine } from '../types';

interface EmailDialogProps {
  person: PersonLine;
  onClose: () => void;
}

/** Gives somebody another address. */
export function EmailDialog({ person, onClose }: EmailDialogProps) {
  const { t } = useTranslation();
  const set = useSetEmail();
  const [email, setEmail] = useState(person.email);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(
      { person, email: email.trim() },
      {
        onSuccess: () => {
          notifyDone(t('people.emailNow', { name: person.name, email: email.trim() }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog onClose={onClose} title={t('people.emailOf', { name: person.name })}>
      <form onSubmit={submit}>
        <Stack>
          {set.isError && (
            <Alert color="red" role="alert">
              {sentence(set.error)}
            </Alert>
          )}
          <Text size="sm">{t('people.emailText')}</Text>
          <TextInput
            data-autofocus
            required
            withAsterisk={false}
            type="email"
            label={t('profile.newEmail')}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={set.isPending} disabled={email.trim() === person.email}>
              {t('profile.changeEmailSubmit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
