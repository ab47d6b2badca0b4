import { Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fromLocalInput, inDays, toLocalInput } from '../lib/dates';

type Life = '1' | '7' | '30' | 'never' | 'date';

const LIVES: Life[] = ['1', '7', '30', 'never', 'date'];

interface ExpiryFieldProps {
  /** When it ends; null for never. */
  expires: Date | null;
  /** Proposed where nothing is chosen yet. */
  fresh?: Life;
  /** `undefined` for a moment that has passed, or is no moment. */
  onChange: (expires: Date | null | undefined) => void;
}

/** How long something is good: some days, for ever, or until a moment. */
export function ExpiryField({ expires, fresh, onChange }: ExpiryFieldProps) {
  const { t } = useTranslation();
  const [life, setLife] = useState<Life>(fresh ?? (expires ? 'date' : 'never'));
  const [date, setDate] = useState(toLocalInput(expires ?? inDays(7)));
  const moment = (of: Life, text: string) => {
    if (of === 'never') return null;
    if (of !== 'date') return inDays(Number(of));
    const chosen = fromLocalInput(text);
    return chosen && chosen.getTime() > Date.now() ? chosen : undefined;
  };
  return (
    <Stack gap="sm">
      <Select
        label={t('invite.life')}
        allowDeselect={false}
        data={LIVES.map((value) => ({ value, label: t(`invite.lives.${value}`) }))}
        value={life}
        onChange={(value) => {
          if (!value) return;
          setLife(value as Life);
          onChange(moment(value as Life, date));
        }}
      />
      {life === 'date' && (
        <TextInput
          type="datetime-local"
          label={t('invite.end')}
          value={date}
          min={toLocalInput(new Date())}
          error={moment(life, date) === undefined && t('invite.past')}
          onChange={(event) => {
            setDate(event.currentTarget.value);
            onChange(moment(life, event.currentTarget.value));
          }}
        />
      )}
    </Stack>
  );
}
