import { Alert, Anchor, Button, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  brokenRules,
  DoorFrame,
  NewPassword,
  type PortalSettings,
  SecondStep,
  usePasswordPolicy,
} from '@/features/session';
import { sentence } from '@/shared/errors';
import { useJoin } from '../api/join';
import type { ArrivalLink } from '../lib/arrival';

interface JoinFormProps {
  link: ArrivalLink;
  settings: PortalSettings;
  /** Known when the invitation was mailed. */
  email: string;
  /** Where it leads; empty when that is the space alone. */
  room: { id: string; title: string };
}

/** An invited person makes their account. */
export function JoinForm({ link, settings, email, room }: JoinFormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const join = useJoin(link, settings);
  const policy = usePasswordPolicy(link.header);
  const [person, setPerson] = useState({ firstName: '', lastName: '', email, password: '' });
  const [tried, setTried] = useState(false);
  const set = (part: Partial<typeof person>) => setPerson({ ...person, ...part });

  const goOn = () => {
    void navigate(room.id ? { to: '/rooms/$folderId', params: { folderId: room.id } } : { to: '/rooms' });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (brokenRules(person.password, policy).length > 0) return;
    join.mutate(person, { onSuccess: (step) => !step && goOn() });
  };

  if (join.data) return <SecondStep step={join.data} remember onDone={goOn} />;
  return (
    <DoorFrame title={room.title ? t('join.toRoom', { room: room.title }) : t('join.title')} hint={t('join.hint')}>
      <form onSubmit={submit}>
        <Stack>
          {join.isError && (
            <Alert color="red" role="alert">
              {sentence(join.error)}
            </Alert>
          )}
          <SimpleGrid cols={2}>
            <TextInput
              size="md"
              autoFocus
              required
              withAsterisk={false}
              autoComplete="given-name"
              label={t('people.firstName')}
              value={person.firstName}
              onChange={(event) => set({ firstName: event.currentTarget.value })}
            />
            <TextInput
              size="md"
              required
              withAsterisk={false}
              autoComplete="family-name"
              label={t('people.lastName')}
              value={person.lastName}
              onChange={(event) => set({ lastName: event.currentTarget.value })}
            />
          </SimpleGrid>
          <TextInput
            size="md"
            type="email"
            required
            withAsterisk={false}
            readOnly={Boolean(email)}
            autoComplete="username"
            label={t('people.email')}
            value={person.email}
            onChange={(event) => set({ email: event.currentTarget.value })}
          />
          <NewPassword
            label={t('wizard.password')}
            policy={policy}
            tried={tried}
            value={person.password}
            onChange={(password) => set({ password })}
          />
          <Button type="submit" size="md" loading={join.isPending}>
            {t('join.submit')}
          </Button>
          <Text size="sm" c="dimmed" ta="center">
            {t('join.haveAccount')}{' '}
            <Anchor
              underline="always"
              renderRoot={(props) => (
                <Link to="/login" search={{ next: `/confirm/${link.type}?${link.header}` }} {...props} />
              )}
            >
              {t('signIn.submit')}
            </Anchor>
          </Text>
        </Stack>
      </form>
    </DoorFrame>
  );
}
