import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { Dialog } from '@/shared/ui';

interface LetterDialogProps {
  title: string;
  /** What is told once the letter is on its way. */
  sent: string;
  submit: string;
  state: { isSuccess: boolean; isError: boolean; isPending: boolean; error: unknown };
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A few fields that are sent by mail, and the word that they were. */
export function LetterDialog({ title, sent, submit, state, onSubmit, onClose, children }: LetterDialogProps) {
  const { t } = useTranslation();
  const send = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onSubmit();
  };
  return (
    <Dialog onClose={onClose} title={title}>
      {state.isSuccess ? (
        <Stack>
          <Text role="status">{sent}</Text>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('common.close')}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={send}>
          <Stack>
            {state.isError && (
              <Alert color="red" role="alert">
                {sentence(state.error)}
              </Alert>
            )}
            {children}
            <Group justify="flex-end">
              <Button type="submit" loading={state.isPending}>
                {submit}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
