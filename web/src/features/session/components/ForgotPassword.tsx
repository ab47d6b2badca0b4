import { Anchor, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { useForgotPassword } from '../api/forgot';

/** Mails a link for a new password; the answer is the same whether or not the address is known. */
export function ForgotPassword({ email }: { email: string }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  const forgot = useForgotPassword();
  const [value, setValue] = useState(email);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    forgot.mutate(value.trim());
  };
  const start = () => {
    setValue(email);
    forgot.reset();
    open();
  };
  return (
    <>
      <Anchor component="button" type="button" size="sm" onClick={start}>
        {t('password.forgot')}
      </Anchor>
      <Modal
        opened={opened}
        onClose={close}
        title={t('password.forgot')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {forgot.isSuccess ? (
          <Stack>
            <Text role="status">{forgot.data}</Text>
            <Group justify="flex-end">
              <Button onClick={close}>{t('common.close')}</Button>
            </Group>
          </Stack>
        ) : (
          <form onSubmit={submit}>
            <Stack>
              <TextInput
                data-autofocus
                type="email"
                required
                withAsterisk={false}
                label={t('signIn.email')}
                description={t('password.forgotHint')}
                error={forgot.isError && sentence(forgot.error)}
                value={value}
                onChange={(event) => setValue(event.currentTarget.value)}
              />
              <Group justify="flex-end">
                <Button type="submit" loading={forgot.isPending}>
                  {t('password.send')}
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </Modal>
    </>
  );
}
