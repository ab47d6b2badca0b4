import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoom, useRooms } from '../api/rooms';
import { toFilter } from '../lib/roomSearch';

interface RoomSelectProps
  extends Pick<SelectProps, 'label' | 'description' | 'error' | 'required' | 'clearable' | 'placeholder'> {
  /** Id of a room. */
  value: number | null;
  onChange: (id: number | null) => void;
}

/** One room, found by its name. */
export function RoomSelect({ value, onChange, ...props }: RoomSelectProps) {
  const { t } = useTranslation();
  const chosen = useRoom(value ?? 0, value !== null);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed === chosen.data?.title ? '' : typed.trim(), 200);
  const found = useRooms(toFilter({ q: search, sort: 'AZ' }));
  const rooms = new Map(found.data?.pages.flatMap((page) => page.rooms).map(({ id, title }) => [id, title]) ?? []);
  if (value !== null) rooms.set(value, chosen.data?.title ?? rooms.get(value) ?? t('rooms.unknown', { id: value }));
  return (
    <Select
      placeholder={t('rooms.pick')}
      {...props}
      searchable
      nothingFoundMessage={t('search.none')}
      data={[...rooms].map(([id, title]) => ({ value: String(id), label: title }))}
      filter={({ options }) => options}
      value={value === null ? null : String(value)}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => onChange(id ? Number(id) : null)}
      maxDropdownHeight={280}
    />
  );
}
