import { Anchor, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAskToJoin } from '../api/ask';
import { LetterDialog } from './LetterDialog';

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
  return (
    <LetterDialog
      title={t('signIn.join')}
      sent={t('signIn.joinMailed', { email: email.trim() })}
      submit={t('password.send')}
      state={ask}
      onSubmit={() => ask.mutate(email.trim())}
      onClose={onClose}
    >
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
    </LetterDialog>
  );
}
