import {
  Alert,
  Button,
  Checkbox,
  Group,
  NumberInput,
  PasswordInput,
  SimpleGrid,
  Stack,
  TextInput,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSelf } from '@/features/session';
import { sentence } from '@/shared/errors';
import { Section } from '@/shared/ui';
import { MAIL_SERVER, type MailServer, useTestMail } from '../api/smtp';
import { SettingSection } from './SettingSection';

const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** The server that sends the space's mails, and whether it does. */
export function MailSettings() {
  const { t } = useTranslation();
  const sound = ({ host, port, from, signsIn, user }: MailServer) =>
    host.trim() !== '' && port >= 1 && port <= 65_535 && EMAIL.test(from) && (!signsIn || user.trim() !== '');
  return (
    <>
      <SettingSection
        setting={MAIL_SERVER}
        title={t('mailServer.title')}
        hint={t('mailServer.hint')}
        valid={sound}
        mayReset={({ usual }) => !usual}
      >
        {(value, change) => <MailFields value={value} onChange={change} />}
      </SettingSection>
      <TestSection />
    </>
  );
}

interface MailFieldsProps {
  value: MailServer;
  onChange: (value: MailServer) => void;
}

function MailFields({ value, onChange }: MailFieldsProps) {
  const { t } = useTranslation();
  const set = (part: Partial<MailServer>) => onChange({ ...value, ...part });
  return (
    <Stack>
      {value.usual && <Alert color="gray">{t('mailServer.usual')}</Alert>}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t('mailServer.host')}
          placeholder="smtp.example.org"
          value={value.host}
          onChange={(event) => set({ host: event.currentTarget.value })}
        />
        <NumberInput
          label={t('mailServer.port')}
          min={1}
          max={65_535}
          allowDecimal={false}
          thousandSeparator=""
          value={value.port}
          onChange={(next) => set({ port: Number(next) })}
        />
        <TextInput
          type="email"
          label={t('mailServer.from')}
          placeholder="atrium@example.org"
          value={value.from}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          label={t('mailServer.fromName')}
          value={value.fromName}
          onChange={(event) => set({ fromName: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Checkbox
        label={t('mailServer.encrypted')}
        checked={value.encrypted}
        onChange={(event) => set({ encrypted: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('mailServer.signsIn')}
        checked={value.signsIn}
        onChange={(event) => set({ signsIn: event.currentTarget.checked })}
      />
      {value.signsIn && (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={t('mailServer.user')}
            autoComplete="off"
            value={value.user}
            onChange={(event) => set({ user: event.currentTarget.value })}
          />
          <PasswordInput
            size="sm"
            label={t('signIn.password')}
            description={value.usual ? undefined : t('mailServer.passwordKept')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            value={value.password}
            onChange={(event) => set({ password: event.currentTarget.value })}
          />
        </SimpleGrid>
      )}
    </Stack>
  );
}

function TestSection() {
  const { t } = useTranslation();
  const self = useSelf();
  const test = useTestMail();
  return (
    <Section title={t('mailServer.test')} hint={t('mailServer.testHint', { email: self.email })}>
      <Stack>
        {test.isSuccess && (
          <Alert color="atrium" role="status">
            {t('mailServer.tested', { email: self.email })}
          </Alert>
        )}
        {test.isError && (
          <Alert color="red" role="alert" title={t('mailServer.failed')}>
            {sentence(test.error)}
          </Alert>
        )}
        <Group>
          <Button variant="light" loading={test.isPending} onClick={() => test.mutate()}>
            {t('mailServer.send')}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
