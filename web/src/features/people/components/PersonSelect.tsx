import { Group, Select, type SelectProps, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonAvatar } from '@/shared/ui';
import { usePeople } from '../api/people';
import type { PersonLine } from '../types';

interface PersonSelectProps extends Pick<SelectProps, 'label' | 'description' | 'error' | 'required' | 'clearable'> {
  value: PersonLine | null;
  onChange: (person: PersonLine | null) => void;
  /** Only those who can own rooms. */
  heirs?: boolean;
  /** No guests. */
  members?: boolean;
  /** Ids of people who are not to be chosen. */
  except?: string[];
}

/** One person, found by name or e-mail. */
export function PersonSelect({ value, onChange, heirs, members, except = [], ...props }: PersonSelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed === value?.name ? '' : typed.trim(), 200);
  const people = usePeople(search, { heirs, members });
  const known = useMemo(() => {
    const found = (people.data ?? []).filter(({ id, disabled }) => !disabled && !except.includes(id));
    return new Map([...(value ? [value] : []), ...found].map((person) => [person.id, person]));
  }, [people.data, value, except]);

  return (
    <Select
      {...props}
      searchable
      placeholder={t('people.pick')}
      nothingFoundMessage={t('search.none')}
      data={[...known.values()].map(({ id, name }) => ({ value: id, label: name }))}
      filter={({ options }) => options}
      value={value?.id ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => onChange(id ? (known.get(id) ?? null) : null)}
      renderOption={({ option }) => <PersonOption person={known.get(option.value)} />}
      maxDropdownHeight={280}
    />
  );
}

export function PersonOption({ person }: { person: PersonLine | undefined }) {
  if (!person) return null;
  return (
    <Group gap="sm" wrap="nowrap" miw={0}>
      <PersonAvatar name={person.name} src={person.avatar} size={30} />
      <div style={{ minWidth: 0 }}>
        <Text size="sm" truncate>
          {person.name}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {person.email}
        </Text>
      </div>
    </Group>
  );
}
