import { Alert, Button, Group, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { notifyDone } from '@/shared/notify';
import { Dialog, QuotaField } from '@/shared/ui';
import { useSetQuota } from '../api/account';
import { labelOf } from '../lib/label';
import type { PersonLine } from '../types';

interface QuotaDialogProps {
  people: PersonLine[];
  onClose: () => void;
}

/** How much people may keep. */
export function QuotaDialog({ people, onClose }: QuotaDialogProps) {
  const { t } = useTranslation();
  const set = useSetQuota();
  const [first] = people;
  const [bytes, setBytes] = useState<number | null | undefined>(first?.customQuota ? (first.quota ?? null) : null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (bytes === undefined) return;
    set.mutate(
      { people, bytes },
      {
        onSuccess: () => {
          notifyDone(t('people.quotaSet', { name: labelOf(people) }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog onClose={onClose} title={t('people.quotaOf', { name: labelOf(people) })}>
      <form onSubmit={submit}>
        <Stack>
          {set.isError && (
            <Alert color="red" role="alert">
              {sentence(set.error)}
            </Alert>
          )}
          <QuotaField value={bytes ?? null} onChange={setBytes} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={set.isPending} disabled={bytes === undefined}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
