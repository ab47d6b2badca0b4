import { Alert, Button, Group, Select, Stack, Textarea } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonType } from '@/features/people';
import { sentence } from '@/shared/errors';
import { notifyDone } from '@/shared/notify';
import { type Invitation, useInvite } from '../api/invite';
import { isEmail, splitAddresses } from '../lib/addresses';
import { type Draft, InvitationRow } from './InvitationRow';

interface MailInviteProps {
  types: PersonType[];
  onDone: () => void;
}

/** Several addresses, each with a type; what cannot be invited stays with its reason. */
export function MailInvite({ types, onDone }: MailInviteProps) {
  const { t } = useTranslation();
  const invite = useInvite();
  const [text, setText] = useState('');
  const [type, setType] = useState<PersonType>(types[types.length - 1] ?? 'User');
  const [drafts, setDrafts] = useState<Draft[]>([]);

  const withTyped = (): Draft[] => {
    const there = new Set(drafts.map(({ email }) => email.toLowerCase()));
    const fresh = splitAddresses(text).filter((email) => !there.has(email.toLowerCase()));
    return [...drafts, ...fresh.map((email) => ({ email, type, error: isEmail(email) ? '' : t('invite.notEmail') }))];
  };
  const take = () => {
    setDrafts(withTyped());
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || text.trim() === '') return;
    event.preventDefault();
    take();
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const all = withTyped();
    setText('');
    setDrafts(all);
    const ready: Invitation[] = all.filter(({ email }) => isEmail(email));
    if (ready.length === 0) return;
    invite.mutate(ready, {
      onSuccess: (refused) => {
        const reasons = new Map(refused.map(({ email, reason }) => [email, reason]));
        const sent = ready.filter(({ email }) => !reasons.has(email)).length;
        if (sent > 0) notifyDone(t('invite.sent', { count: sent }));
        const left = all
          .filter(({ email }) => !isEmail(email) || reasons.has(email))
          .map((draft) => ({ ...draft, error: reasons.get(draft.email) ?? draft.error }));
        setDrafts(left);
        if (left.length === 0) onDone();
      },
    });
  };

  const change = (email: string, part: Partial<Draft>) =>
    setDrafts(drafts.map((draft) => (draft.email === email ? { ...draft, ...part } : draft)));
  const count = drafts.filter(({ email }) => isEmail(email)).length + splitAddresses(text).filter(isEmail).length;

  return (
    <form onSubmit={submit}>
      <Stack>
        {invite.isError && (
          <Alert color="red" role="alert">
            {sentence(invite.error)}
          </Alert>
        )}
        <Textarea
          data-autofocus
          maxRows={5}
          label={t('invite.addresses')}
          description={t('invite.addressesHint')}
          placeholder={t('invite.example')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={() => text.trim() !== '' && take()}
        />
        <Select
          label={t('invite.as')}
          description={t(`personTypeHint.${type}`)}
          allowDeselect={false}
          data={types.map((one) => ({ value: one, label: t(`personType.${one}`) }))}
          value={type}
          onChange={(value) => value && setType(value as PersonType)}
        />
        {drafts.length > 0 && (
          <Stack component="ul" gap={0} m={0} p={0} aria-label={t('invite.list')} style={{ listStyle: 'none' }}>
            {drafts.map((draft) => (
              <InvitationRow
                key={draft.email}
                draft={draft}
                types={types}
                onType={(next) => change(draft.email, { type: next, error: isEmail(draft.email) ? '' : draft.error })}
                onRemove={() => setDrafts(drafts.filter(({ email }) => email !== draft.email))}
              />
            ))}
          </Stack>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={invite.isPending} disabled={count === 0}>
            {count > 1 ? t('invite.sendMany', { count }) : t('invite.sendOne')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
