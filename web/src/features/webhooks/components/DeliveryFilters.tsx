import { Button, Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useTriggers, useWebhooks } from '../api/webhooks';
import { useTriggerText } from '../hooks/useTriggerText';
import { type DeliveryFilter, OUTCOMES, type Outcome } from '../lib/deliverySearch';
import { EVERYTHING } from '../lib/triggers';
import classes from './DeliveryFilters.module.css';

interface DeliveryFiltersProps {
  filter: DeliveryFilter;
  narrowed: boolean;
  onChange: (part: DeliveryFilter) => void;
}

const NOTHING = { hook: undefined, trigger: undefined, outcome: undefined, from: undefined, to: undefined };

/** Narrow the deliveries by webhook, by what they tell, by how they were answered, and by days. */
export function DeliveryFilters({ filter, narrowed, onChange }: DeliveryFiltersProps) {
  const { t } = useTranslation();
  const webhooks = useWebhooks();
  const triggers = useTriggers();
  const text = useTriggerText();
  const number = (value: string | null) => (value ? Number(value) : undefined);
  return (
    <Group gap="sm" align="flex-end" className={classes.filters}>
      <Select
        clearable
        label={t('webhooks.one')}
        data={(webhooks.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
        value={filter.hook ? String(filter.hook) : null}
        onChange={(value) => onChange({ hook: number(value) })}
      />
      <Select
        clearable
        searchable
        label={t('webhooks.trigger')}
        nothingFoundMessage={t('search.none')}
        data={(triggers.data ?? [])
          .filter((one) => one.number !== EVERYTHING)
          .map((one) => ({ value: String(one.number), label: text(one.name) }))}
        value={filter.trigger ? String(filter.trigger) : null}
        onChange={(value) => onChange({ trigger: number(value) })}
      />
      <Select
        clearable
        label={t('webhooks.answer')}
        data={OUTCOMES.map(({ name }) => ({ value: name, label: t(`webhooks.outcome.${name}`) }))}
        value={filter.outcome ?? null}
        onChange={(value) => onChange({ outcome: (value ?? undefined) as Outcome | undefined })}
      />
      <TextInput
        type="date"
        label={t('events.from')}
        max={filter.to}
        value={filter.from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        label={t('events.to')}
        min={filter.from}
        value={filter.to ?? ''}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
      {narrowed && (
        <Button variant="subtle" onClick={() => onChange(NOTHING)}>
          {t('events.all')}
        </Button>
      )}
    </Group>
  );
}
