import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf } from '@/features/session';
import { sentence } from '@/shared/errors';
import { Dialog, Section } from '@/shared/ui';
import { useChangeEmail } from '../api/profile';

/** The address one signs in with. */
export function EmailSection() {
  const { t } = useTranslation();
  const self = useSelf();
  const [open, setOpen] = useState(false);
  const fromDirectory = self.isLDAP === true || self.isSSO === true;
  return (
    <Section title={t('people.email')} hint={t('profile.emailHint')}>
      <Group justify="space-between">
        <Text style={{ overflowWrap: 'anywhere' }}>{self.email}</Text>
        {!fromDirectory && (
          <Button variant="light" onClick={() => setOpen(true)}>
            {t('profile.changeEmail')}
          </Button>
        )}
      </Group>
      {open && <EmailDialog onClose={() => setOpen(false)} />}
    </Section>
  );
}

function EmailDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const self = useSelf();
  const change = useChangeEmail();
  const [email, setEmail] = useState('');
  const atOnce = self.isOwner === true || self.isAdmin === true;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = { email: email.trim(), atOnce };
    change.mutate(wanted, {
      // The sessions have ended; the new address is the way in.
      onSuccess: () => atOnce && window.location.assign('/login'),
    });
  };

  return (
    <Dialog onClose={onClose} title={t('profile.changeEmail')}>
      {change.isSuccess && !atOnce ? (
        <Stack>
          <Text role="status">{t('profile.emailMailed', { email: email.trim() })}</Text>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('common.close')}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            {change.isError && (
              <Alert color="red" role="alert">
                {sentence(change.error)}
              </Alert>
            )}
            <Text size="sm">{t(atOnce ? 'profile.emailAtOnce' : 'profile.emailByMail')}</Text>
            <TextInput
              data-autofocus
              required
              withAsterisk={false}
              type="email"
              autoComplete="email"
              label={t('profile.newEmail')}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" loading={change.isPending}>
                {t('profile.changeEmailSubmit')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
