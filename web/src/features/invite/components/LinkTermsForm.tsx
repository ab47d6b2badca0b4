import { Button, Group, NumberInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inDays } from '@/shared/lib/dates';
import { ExpiryField } from '@/shared/ui';
import type { InvitationLink, LinkTerms } from '../api/links';

interface LinkTermsFormProps {
  /** null for a link to be made. */
  link: InvitationLink | null;
  busy: boolean;
  onSave: (terms: LinkTerms) => void;
  onCancel: () => void;
}

const MOST_USES = 1000;

/** How long a link lives, and how many may use it. */
export function LinkTermsForm({ link, busy, onSave, onCancel }: LinkTermsFormProps) {
  const { t } = useTranslation();
  const [expires, setExpires] = useState<Date | null | undefined>(link ? link.expires : inDays(7));
  const [limit, setLimit] = useState<number | null>(link?.limit ?? null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (expires !== undefined) onSave({ expires, limit });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <ExpiryField expires={expires ?? null} {...(!link && { fresh: '7' })} onChange={setExpires} />
        <NumberInput
          label={t('invite.limit')}
          placeholder={t('invite.anyNumber')}
          min={Math.max(1, link?.used ?? 0)}
          max={MOST_USES}
          allowDecimal={false}
          value={limit ?? ''}
          onChange={(value) => setLimit(typeof value === 'number' ? value : null)}
        />
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
