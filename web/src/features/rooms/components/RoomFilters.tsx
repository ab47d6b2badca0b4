import { useTranslation } from 'react-i18next';
import { PersonSelect, usePeopleByIds } from '@/features/people';
import { ActiveFilters, ChipChoice, FilterButton, SortMenu } from '@/shared/list';
import { useTags } from '../api/choices';
import { NO_FILTERS, type RoomSearch, SORTS } from '../lib/roomSearch';
import { ROOM_TYPES } from '../lib/roomTypes';

interface RoomFiltersProps {
  search: RoomSearch;
  onChange: (part: Partial<Record<keyof RoomSearch, unknown>>) => void;
}

/** Narrow the rooms by kind, tag and person; order them. */
export function RoomFilters({ search, onChange }: RoomFiltersProps) {
  const { t } = useTranslation();
  const tags = useTags();
  const person = usePeopleByIds(search.by ? [search.by] : []);
  const { type, tag, by, sort = 'DateAndTime', desc = sort === 'DateAndTime' } = search;
  return (
    <>
      <FilterButton
        label={t('rooms.filter')}
        active={Boolean(type || tag || by)}
        onClear={() => onChange({ ...NO_FILTERS, q: search.q })}
      >
        <ChipChoice
          single
          label={t('rooms.type')}
          choices={ROOM_TYPES.map((one) => [String(one), t(`roomType.${one}`)] as const)}
          value={type ? [String(type)] : []}
          onChange={([next]) => onChange({ type: next ? Number(next) : undefined })}
        />
        {(tags.data?.length ?? 0) > 0 && (
          <ChipChoice
            single
            label={t('rooms.tags')}
            choices={(tags.data ?? []).map((one) => [one, one] as const)}
            value={tag ? [tag] : []}
            onChange={([next]) => onChange({ tag: next })}
          />
        )}
        <PersonSelect
          clearable
          label={t('rooms.person')}
          value={person.list[0] ?? null}
          onChange={(next) => onChange({ by: next?.id })}
        />
      </FilterButton>
      <SortMenu
        sorts={SORTS.map((one) => [one, t(`rooms.sort.${one}`)] as const)}
        value={sort}
        descending={desc}
        newestFirst={['DateAndTime']}
        onChange={(next, descending) =>
          onChange({
            sort: next === 'DateAndTime' ? undefined : next,
            desc: descending === (next === 'DateAndTime') ? undefined : descending,
          })
        }
      />
    </>
  );
}

/** The filters that are on, each with a way to take it off. */
export function RoomActiveFilters({ search, onChange }: RoomFiltersProps) {
  const { t } = useTranslation();
  const { type, tag, by } = search;
  const person = usePeopleByIds(by ? [by] : []);
  const filters = [
    type && { id: 'type', label: t(`roomType.${type}`), remove: () => onChange({ type: undefined }) },
    tag && { id: 'tag', label: tag, remove: () => onChange({ tag: undefined }) },
    by && {
      id: 'by',
      label: t('rooms.ofPerson', { name: person.list[0]?.name ?? '…' }),
      remove: () => onChange({ by: undefined }),
    },
  ];
  return <ActiveFilters filters={filters.filter((filter) => typeof filter === 'object')} />;
}
