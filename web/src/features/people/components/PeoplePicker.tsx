import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePeople } from '../api/people';
import type { PersonLine } from '../types';
import { PersonOption } from './PersonSelect';

interface PeoplePickerProps extends Pick<MultiSelectProps, 'label' | 'description' | 'error'> {
  value: string[];
  onChange: (ids: string[], people: PersonLine[]) => void;
  /** Those chosen from the start. */
  initial?: PersonLine[];
  /** No guests. */
  members?: boolean;
}

/** Several people, found by name or e-mail. */
export function PeoplePicker({ value, onChange, initial = [], members, ...props }: PeoplePickerProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const people = usePeople(search, { members });
  const chosen = useRef(new Map(initial.map((person) => [person.id, person])));
  const known = useMemo(() => {
    const found = (people.data ?? []).filter(({ disabled }) => !disabled);
    const kept = value.flatMap((id) => chosen.current.get(id) ?? []);
    return new Map([...kept, ...found].map((person) => [person.id, person]));
  }, [people.data, value]);

  return (
    <MultiSelect
      {...props}
      searchable
      hidePickedOptions
      placeholder={value.length === 0 ? t('people.pick') : ''}
      nothingFoundMessage={t('search.none')}
      data={[...known.values()].map(({ id, name }) => ({ value: id, label: name }))}
      filter={({ options }) => options}
      value={value}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(ids) => {
        for (const id of ids) {
          const person = known.get(id);
          if (person) chosen.current.set(id, person);
        }
        onChange(
          ids,
          ids.flatMap((id) => chosen.current.get(id) ?? []),
        );
        setTyped('');
      }}
      renderOption={({ option }) => <PersonOption person={known.get(option.value)} />}
      maxDropdownHeight={260}
    />
  );
}
