import { Alert, Button, PasswordInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { changeLanguage, LANGUAGES } from '@/shared/i18n';
import { sessionQuery } from '../api/session';
import { useCompleteWizard } from '../api/wizard';
import { brokenRules, USUAL } from '../lib/passwordPolicy';
import { DoorFrame } from './DoorFrame';
import { NewPassword } from './NewPassword';

export function WizardPage() {
  const { t, i18n } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const complete = useCompleteWizard(session.settings);
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [timeZone, setTimeZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC');
  const [tried, setTried] = useState(false);
  const zones = useMemo(() => [...new Set(['UTC', timeZone, ...Intl.supportedValuesOf('timeZone')])], [timeZone]);
  const languages = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));

  const againError = again === password ? null : t('wizard.passwordsDiffer');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (brokenRules(password, USUAL).length > 0 || againError) return;
    complete.mutate(
      { name, email, password, language: i18n.language, timeZone },
      { onSuccess: () => navigate({ to: '/rooms', replace: true }) },
    );
  };

  return (
    <DoorFrame title={t('wizard.title')} hint={t('wizard.hint')}>
      <form onSubmit={submit}>
        <Stack>
          {complete.isError && (
            <Alert color="red" role="alert">
              {sentence(complete.error)}
            </Alert>
          )}
          <TextInput
            label={t('wizard.name')}
            autoComplete="name"
            size="md"
            required
            withAsterisk={false}
            autoFocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('wizard.email')}
            description={t('wizard.emailHint')}
            type="email"
            autoComplete="username"
            size="md"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <NewPassword
            label={t('wizard.password')}
            policy={USUAL}
            tried={tried}
            value={password}
            onChange={setPassword}
          />
          <PasswordInput
            label={t('wizard.passwordAgain')}
            autoComplete="new-password"
            required
            withAsterisk={false}
            error={tried && againError}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <Select
              label={t('wizard.language')}
              data={languages}
              value={i18n.language}
              allowDeselect={false}
              onChange={(value) => value && void changeLanguage(value)}
            />
            <Select
              label={t('wizard.timeZone')}
              data={zones}
              value={timeZone}
              searchable
              allowDeselect={false}
              limit={60}
              onChange={(value) => value && setTimeZone(value)}
            />
          </SimpleGrid>
          <Button type="submit" size="md" loading={complete.isPending} mt="xs">
            {t('wizard.submit')}
          </Button>
        </Stack>
      </form>
    </DoorFrame>
  );
}
