import { Button, Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PersonSelect, usePeopleByIds } from '@/features/people';
import type { Log } from '../api/events';
import { type EventFilter, KINDS, LOGIN_ACTIONS, PLACES } from '../lib/eventSearch';
import classes from './EventFilters.module.css';

interface EventFiltersProps {
  log: Log;
  filter: EventFilter;
  onChange: (part: EventFilter) => void;
}

/** Narrow the events by person, days and what they are about. */
export function EventFilters({ log, filter, onChange }: EventFiltersProps) {
  const { t } = useTranslation();
  const chosen = usePeopleByIds(filter.person ? [filter.person] : []);
  const narrowed = Object.keys(filter).length > 0;
  const number = (value: string | null) => (value ? Number(value) : undefined);
  return (
    <Group gap="sm" align="flex-end" className={classes.filters}>
      <PersonSelect
        clearable
        label={t('events.who')}
        value={chosen.list[0] ?? null}
        onChange={(person) => onChange({ person: person?.id })}
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
      {log === 'logins' ? (
        <Select
          clearable
          searchable
          label={t('events.what')}
          data={LOGIN_ACTIONS.map((one) => ({ value: String(one), label: t(`loginAction.${one}`) }))}
          value={filter.action ? String(filter.action) : null}
          onChange={(value) => onChange({ action: number(value) })}
        />
      ) : (
        <>
          <Select
            clearable
            label={t('events.place')}
            data={PLACES.map((one) => ({ value: String(one), label: t(`eventPlace.${one}`) }))}
            value={filter.place ? String(filter.place) : null}
            onChange={(value) => onChange({ place: number(value) })}
          />
          <Select
            clearable
            searchable
            label={t('events.kind')}
            data={KINDS.map((one) => ({ value: String(one), label: t(`eventKind.${one}`) }))}
            value={filter.kind ? String(filter.kind) : null}
            onChange={(value) => onChange({ kind: number(value) })}
          />
        </>
      )}
      {narrowed && (
        <Button
          variant="subtle"
          onClick={() =>
            onChange({
              person: undefined,
              from: undefined,
              to: undefined,
              action: undefined,
              kind: undefined,
              place: undefined,
            })
          }
        >
          {t('events.all')}
        </Button>
      )}
    </Group>
  );
}
