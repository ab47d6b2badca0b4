import { Button, Group, Select, TagsInput, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePeople } from '@/features/people';
import { notifyDone, notifyError } from '@/shared/notify';
import { type Invitation, type Member, useSetMembers } from '../api/members';
import { rolesIn, usualRole } from '../lib/roles';
import type { RoomOfMembers } from './MembersDialog';

interface InviteFormProps {
  room: RoomOfMembers;
  members: Member[];
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** People of the space by name, or anybody by e-mail. */
export function InviteForm({ room, members }: InviteFormProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  const [chosen, setChosen] = useState<string[]>([]);
  const [role, setRole] = useState(String(usualRole(room)));
  const people = usePeople(search);
  const invite = useSetMembers(room.id);

  const there = new Set(members.map(({ id }) => id));
  const known = new Map(
    (people.data ?? []).filter(({ id, email }) => email && !there.has(id)).map((person) => [person.email, person]),
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const access = Number(role);
    const wrong = chosen.filter((email) => !known.has(email) && !EMAIL.test(email));
    if (wrong.length > 0) {
      notifyError(new Error(t('members.notEmail', { text: wrong.join(', ') })));
      return;
    }
    const invitations = chosen.map((email): Invitation => {
      const person = known.get(email);
      return person ? { id: person.id, access } : { email, access };
    });
    invite.mutate(invitations, {
      onSuccess: (result) => {
        if (result?.warning) notifyError(new Error(result.warning));
        else notifyDone(t('members.invited', { count: invitations.length }));
        setChosen([]);
      },
    });
  };

  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TagsInput
          flex="1 1 14rem"
          data-autofocus
          label={t('members.invite')}
          placeholder={chosen.length === 0 ? t('members.inviteHint') : ''}
          data={[...known.keys()]}
          value={chosen}
          searchValue={typed}
          onSearchChange={setTyped}
          onChange={setChosen}
          openOnFocus={false}
          acceptValueOnBlur
          splitChars={[',', ';', ' ']}
          renderOption={({ option }) => (
            <div>
              <Text size="sm">{known.get(option.value)?.name}</Text>
              <Text size="xs" c="dimmed">
                {option.value}
              </Text>
            </div>
          )}
        />
        {rolesIn(room).length > 1 && (
          <Select
            w={158}
            aria-label={t('members.role')}
            allowDeselect={false}
            data={rolesIn(room).map((access) => ({ value: String(access), label: t(`role.${access}`) }))}
            value={role}
            onChange={(value) => value && setRole(value)}
          />
        )}
        <Button type="submit" loading={invite.isPending} disabled={chosen.length === 0}>
          {t('members.inviteSubmit')}
        </Button>
      </Group>
    </form>
  );
}
