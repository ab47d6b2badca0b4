import { Anchor, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWriteToAdmins } from '../api/ask';
import { LetterDialog } from './LetterDialog';

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
  return (
    <LetterDialog
      title={t('signIn.write')}
      sent={t('signIn.written')}
      submit={t('signIn.send')}
      state={write}
      onSubmit={() => write.mutate({ email: email.trim(), message: message.trim() })}
      onClose={onClose}
    >
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
    </LetterDialog>
  );
}
