import { Button, Group, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fromLocalInput, inDays, toLocalInput } from '@/shared/lib/dates';
import type { InvitationLink, LinkTerms } from '../api/links';

interface LinkTermsFormProps {
  /** null for a link to be made. */
  link: InvitationLink | null;
  busy: boolean;
  onSave: (terms: LinkTerms) => void;
  onCancel: () => void;
}

type Life = '1' | '7' | '30' | 'never' | 'date';

const LIVES: Life[] = ['1', '7', '30', 'never', 'date'];
const MOST_USES = 1000;

/** How long a link lives, and how many may use it. */
export function LinkTermsForm({ link, busy, onSave, onCancel }: LinkTermsFormProps) {
  const { t } = useTranslation();
  const [life, setLife] = useState<Life>(link ? (link.expires ? 'date' : 'never') : '7');
  const [date, setDate] = useState(toLocalInput(link?.expires ?? inDays(7)));
  const [limit, setLimit] = useState<number | null>(link?.limit ?? null);

  const chosen = life === 'date' ? fromLocalInput(date) : null;
  const past = life === 'date' && (chosen === null || chosen.getTime() <= Date.now());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (past) return;
    const expires = life === 'never' ? null : life === 'date' ? chosen : inDays(Number(life));
    onSave({ expires, limit });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label={t('invite.life')}
            allowDeselect={false}
            data={LIVES.map((value) => ({ value, label: t(`invite.lives.${value}`) }))}
            value={life}
            onChange={(value) => value && setLife(value as Life)}
          />
          <NumberInput
            label={t('invite.limit')}
            placeholder={t('invite.anyNumber')}
            min={Math.max(1, link?.used ?? 0)}
            max={MOST_USES}
            allowDecimal={false}
            value={limit ?? ''}
            onChange={(value) => setLimit(typeof value === 'number' ? value : null)}
          />
        </SimpleGrid>
        {life === 'date' && (
          <TextInput
            type="datetime-local"
            label={t('invite.end')}
            value={date}
            min={toLocalInput(new Date())}
            error={past && t('invite.past')}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
          <Button size="xs" type="submit" loading={busy}>
            {t(link ? 'common.save' : 'link.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
