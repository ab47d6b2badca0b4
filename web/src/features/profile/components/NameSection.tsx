import { Alert, Button, Group, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf } from '@/features/session';
import { sentence } from '@/shared/errors';
import { notifyDone } from '@/shared/notify';
import { Section } from '@/shared/ui';
import { useSaveProfile } from '../api/profile';

/** Letters, marks, apostrophes, hyphens: what the server takes for a name. */
const NAME = /^[\p{L}\p{M}'’ -]+$/u;
const LONGEST = 64;

/** Names, place and a few words about oneself. */
export function NameSection() {
  const { t } = useTranslation();
  const self = useSelf();
  const save = useSaveProfile();
  const was = {
    firstName: self.firstName ?? '',
    lastName: self.lastName ?? '',
    location: self.location ?? '',
    comment: self.notes ?? '',
  };
  const [values, setValues] = useState(was);
  const set = (part: Partial<typeof values>) => setValues({ ...values, ...part });
  const fromDirectory = self.isLDAP === true || self.isSSO === true;
  const wrong = (name: string) => name.trim() !== '' && !NAME.test(name.trim());
  const changed = (Object.keys(was) as (keyof typeof was)[]).some((key) => was[key] !== values[key]);
  const sound = values.firstName.trim() !== '' && !wrong(values.firstName) && !wrong(values.lastName);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (sound) save.mutate(values, { onSuccess: () => notifyDone(t('profile.saved')) });
  };

  return (
    <Section title={t('profile.names')} hint={t(fromDirectory ? 'profile.fromDirectory' : 'profile.namesHint')}>
      <form onSubmit={submit}>
        <Stack>
          {save.isError && (
            <Alert color="red" role="alert">
              {sentence(save.error)}
            </Alert>
          )}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput
              required
              withAsterisk={false}
              disabled={fromDirectory}
              autoComplete="given-name"
              maxLength={LONGEST}
              label={t('people.firstName')}
              error={wrong(values.firstName) && t('profile.badName')}
              value={values.firstName}
              onChange={(event) => set({ firstName: event.currentTarget.value })}
            />
            <TextInput
              disabled={fromDirectory}
              autoComplete="family-name"
              maxLength={LONGEST}
              label={t('people.lastName')}
              error={wrong(values.lastName) && t('profile.badName')}
              value={values.lastName}
              onChange={(event) => set({ lastName: event.currentTarget.value })}
            />
          </SimpleGrid>
          <TextInput
            label={t('people.location')}
            maxLength={255}
            value={values.location}
            onChange={(event) => set({ location: event.currentTarget.value })}
          />
          <Textarea
            label={t('profile.comment')}
            maxRows={8}
            value={values.comment}
            onChange={(event) => set({ comment: event.currentTarget.value })}
          />
          <Group>
            <Button type="submit" disabled={!changed || !sound} loading={save.isPending}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
