import { Alert, Anchor, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { Dialog } from '@/shared/ui';
import { useWriteToAdmins } from '../api/ask';

const LONGEST = 255;

/** A word to the administrators, for those who cannot get in. */
export function WriteToAdmins({ email: typed }: { email: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Anchor component="button" type="button" size="sm" onClick={() => setOpen(true)}>
        {t('signIn.write')}
      </Anchor>
      {open && <WriteDialog typed={typed} onClose={() => setOpen(false)} />}
    </>
  );
}

function WriteDialog({ typed, onClose }: { typed: string; onClose: () => void }) {
  const { t } = useTranslation();
  const write = useWriteToAdmins();
  const [email, setEmail] = useState(typed);
  const [message, setMessage] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    write.mutate({ email: email.trim(), message: message.trim() });
  };
  return (
    <Dialog onClose={onClose} title={t('signIn.write')}>
      {write.isSuccess ? (
        <Stack>
          <Text role="status">{t('signIn.written')}</Text>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('common.close')}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            {write.isError && (
              <Alert color="red" role="alert">
                {sentence(write.error)}
              </Alert>
            )}
            <TextInput
              data-autofocus
              type="email"
              required
              withAsterisk={false}
              label={t('people.email')}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Textarea
              required
              withAsterisk={false}
              maxLength={LONGEST}
              label={t('signIn.message')}
              minRows={3}
              maxRows={8}
              value={message}
              onChange={(event) => setMessage(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={write.isPending}>
                {t('signIn.send')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
