import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isNarrowed, type ListingParams } from '@/features/files';
import { PersonSelect, usePeopleByIds } from '@/features/people';
import { ActiveFilters, ChipChoice, FilterButton } from '@/shared/list';
import { KINDS } from '../types';

interface BrowserFiltersProps {
  params: ListingParams;
  onParams: (params: Partial<ListingParams>) => void;
  /** Strangers do not know the people here. */
  people: boolean;
}

/** Narrow a list by kind and author, here alone or in the folders inside, too. */
export function BrowserFilters({ params, onParams, people }: BrowserFiltersProps) {
  const { t } = useTranslation();
  const { kind, author, deep } = params;
  const chosen = usePeopleByIds(author ? [author] : []);
  return (
    <FilterButton
      label={t('filter.label')}
      active={Boolean(kind || author)}
      onClear={() => onParams({ kind: null, author: null, deep: true })}
    >
      <ChipChoice
        single
        label={t('filter.kind')}
        choices={KINDS.map((one) => [one, t(`filter.kinds.${one}`)] as const)}
        value={kind ? [kind] : []}
        onChange={([next]) => onParams({ kind: next ?? null })}
      />
      {people && (
        <PersonSelect
          clearable
          label={t('filter.author')}
          value={chosen.list[0] ?? null}
          onChange={(person) => onParams({ author: person?.id ?? null })}
        />
      )}
      <Switch
        label={t('filter.deep')}
        checked={deep}
        onChange={(event) => onParams({ deep: event.currentTarget.checked })}
      />
    </FilterButton>
  );
}

/** The filters of a list that are on, each with a way to take it off. */
export function BrowserActiveFilters({ params, onParams }: Omit<BrowserFiltersProps, 'people'>) {
  const { t } = useTranslation();
  const { kind, author, deep } = params;
  const chosen = usePeopleByIds(author ? [author] : []);
  const filters = [
    ...(kind ? [{ id: 'kind', label: t(`filter.kinds.${kind}`), remove: () => onParams({ kind: null }) }] : []),
    ...(author
      ? [
          {
            id: 'author',
            label: t('filter.by', { name: chosen.list[0]?.name ?? '…' }),
            remove: () => onParams({ author: null }),
          },
        ]
      : []),
    ...(!deep && isNarrowed(params)
      ? [{ id: 'deep', label: t('filter.hereOnly'), remove: () => onParams({ deep: true }) }]
      : []),
  ];
  return <ActiveFilters filters={filters} />;
}
