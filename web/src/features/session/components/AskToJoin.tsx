import { Alert, Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { Dialog } from '@/shared/ui';
import { useAskToJoin } from '../api/ask';

interface AskToJoinProps {
  /** Whose addresses are trusted; empty = everybody's. */
  domains: string[];
}

/** Whoever has an address of a trusted domain may ask for an invitation. */
export function AskToJoin({ domains }: AskToJoinProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Text size="sm" c="dimmed" ta="center">
        {t('signIn.noAccount')}{' '}
        <Anchor component="button" type="button" size="sm" underline="always" onClick={() => setOpen(true)}>
          {t('signIn.join')}
        </Anchor>
      </Text>
      {open && <JoinDialog domains={domains} onClose={() => setOpen(false)} />}
    </>
  );
}

function JoinDialog({ domains, onClose }: AskToJoinProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const ask = useAskToJoin();
  const [email, setEmail] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    ask.mutate(email.trim());
  };
  return (
    <Dialog onClose={onClose} title={t('signIn.join')}>
      {ask.isSuccess ? (
        <Stack>
          <Text role="status">{t('signIn.joinMailed', { email: email.trim() })}</Text>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('common.close')}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            {ask.isError && (
              <Alert color="red" role="alert">
                {sentence(ask.error)}
              </Alert>
            )}
            <TextInput
              data-autofocus
              type="email"
              required
              withAsterisk={false}
              label={t('people.email')}
              description={domains.length > 0 ? t('signIn.joinDomains', { domains: domains.join(', ') }) : undefined}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={ask.isPending}>
                {t('password.send')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
