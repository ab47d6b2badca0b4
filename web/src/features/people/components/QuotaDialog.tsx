import { Alert, Button, Group, NumberInput, Radio, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { notifyDone } from '@/shared/notify';
import { Dialog } from '@/shared/ui';
import { useSetQuota } from '../api/account';
import { labelOf } from '../lib/label';
import type { PersonLine } from '../types';

interface QuotaDialogProps {
  people: PersonLine[];
  onClose: () => void;
}

const GIGABYTE = 1024 ** 3;
const NO_LIMIT = -1;

/** How much people may keep. */
export function QuotaDialog({ people, onClose }: QuotaDialogProps) {
  const { t } = useTranslation();
  const set = useSetQuota();
  const [first] = people;
  const [kind, setKind] = useState<'usual' | 'own' | 'none'>(first?.customQuota ? 'own' : 'usual');
  const [gigabytes, setGigabytes] = useState(first?.quota && first.quota > 0 ? first.quota / GIGABYTE : 1);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const bytes = kind === 'usual' ? null : kind === 'none' ? NO_LIMIT : Math.round(gigabytes * GIGABYTE);
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
          <Radio.Group aria-label={t('people.quota')} value={kind} onChange={(value) => setKind(value as typeof kind)}>
            <Stack gap="xs">
              <Radio value="usual" label={t('people.quotaDefault')} data-autofocus />
              <Radio value="own" label={t('people.quotaCustom')} />
              <Radio value="none" label={t('people.quotaNone')} />
            </Stack>
          </Radio.Group>
          {kind === 'own' && (
            <NumberInput
              label={t('people.gigabytes')}
              min={0.1}
              max={1_000_000}
              decimalScale={1}
              value={gigabytes}
              onChange={(value) => setGigabytes(Number(value))}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={set.isPending} disabled={kind === 'own' && !(gigabytes > 0)}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
