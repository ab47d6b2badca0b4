import { Alert, Button, Group, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { brokenRules, NewPassword, usePasswordPolicy } from '@/features/session';
import { sentence } from '@/shared/errors';
import { notifyDone } from '@/shared/notify';
import { Dialog } from '@/shared/ui';
import { type NewPerson, useAddPerson } from '../api/add';
import { useActor } from '../hooks/useActor';
import { invitable } from '../lib/rights';
import type { PersonType } from '../types';

export function AddPersonDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const add = useAddPerson();
  const types = invitable(useActor());
  const policy = usePasswordPolicy();
  const [person, setPerson] = useState<NewPerson>({
    firstName: '',
    lastName: '',
    email: '',
    password: '',
    type: 'User',
  });
  const [tried, setTried] = useState(false);
  const set = (part: Partial<NewPerson>) => setPerson({ ...person, ...part });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (brokenRules(person.password, policy).length > 0) return;
    add.mutate(person, {
      onSuccess: () => {
        notifyDone(t('people.added', { name: `${person.firstName} ${person.lastName}` }));
        onClose();
      },
    });
  };

  return (
    <Dialog onClose={onClose} title={t('people.add')}>
      <form onSubmit={submit}>
        <Stack>
          {add.isError && (
            <Alert color="red" role="alert">
              {sentence(add.error)}
            </Alert>
          )}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput
              data-autofocus
              required
              withAsterisk={false}
              label={t('people.firstName')}
              value={person.firstName}
              onChange={(event) => set({ firstName: event.currentTarget.value })}
            />
            <TextInput
              required
              withAsterisk={false}
              label={t('people.lastName')}
              value={person.lastName}
              onChange={(event) => set({ lastName: event.currentTarget.value })}
            />
          </SimpleGrid>
          <TextInput
            required
            withAsterisk={false}
            type="email"
            label={t('people.email')}
            value={person.email}
            onChange={(event) => set({ email: event.currentTarget.value })}
          />
          <NewPassword
            size="sm"
            label={t('people.password')}
            policy={policy}
            tried={tried}
            value={person.password}
            onChange={(password) => set({ password })}
          />
          <Select
            label={t('people.type')}
            description={t(`personTypeHint.${person.type}`)}
            allowDeselect={false}
            data={types.map((type) => ({ value: type, label: t(`personType.${type}`) }))}
            value={person.type}
            onChange={(value) => value && set({ type: value as PersonType })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t('people.addSubmit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
