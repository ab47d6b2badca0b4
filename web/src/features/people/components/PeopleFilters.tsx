import { Indicator, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SortMenu } from '@/shared/list';
import { IconButton } from '@/shared/ui';
import { IconFilter } from '@/shared/ui/icons';
import { useQuotaOn } from '../api/quota';
import { useActor } from '../hooks/useActor';
import { isAdmin } from '../lib/rights';
import { isFiltered, NO_FILTERS, type PeopleSearch, SORTS } from '../lib/search';
import type { Area, SortBy } from '../types';
import { GroupFilter } from './GroupFilter';

interface PeopleFiltersProps {
  area: Area;
  search: PeopleSearch;
  onChange: (part: Partial<PeopleSearch>) => void;
}

/** Narrow the list of people; order it. */
export function PeopleFilters({ area, search, onChange }: PeopleFiltersProps) {
  const { t } = useTranslation();
  const admin = isAdmin(useActor());
  const quotaOn = useQuotaOn(admin);
  const narrowed = isFiltered(search);
  return (
    <>
      <Menu position="bottom-end" width={268} closeOnItemClick={false}>
        <Indicator disabled={!narrowed} size={9} offset={5} color="clay">
          <Menu.Target>
            <IconButton label={t('people.filter')} variant="default" size={36}>
              <IconFilter size={18} />
            </IconButton>
          </Menu.Target>
        </Indicator>
        <Menu.Dropdown style={{ maxHeight: '70dvh', overflowY: 'auto' }}>
          {area === 'people' && (
            <Choices
              label={t('people.type')}
              choices={(['DocSpaceAdmin', 'RoomAdmin', 'User'] as const).map((one) => [one, t(`personType.${one}`)])}
              value={search.type}
              onChange={(type) => onChange({ type })}
            />
          )}
          <Choices
            label={t('people.status')}
            choices={(admin ? (['active', 'pending', 'disabled'] as const) : (['active', 'pending'] as const)).map(
              (one) => [one, t(`personStatus.${one}`)],
            )}
            value={search.status}
            onChange={(status) => onChange({ status })}
          />
          {area === 'people' && (
            <Choices
              label={t('people.payment')}
              choices={[
                ['paid', t('people.paid')],
                ['free', t('people.free')],
              ]}
              value={search.pay}
              onChange={(pay) => onChange({ pay })}
            />
          )}
          {quotaOn && (
            <Choices
              label={t('people.quota')}
              choices={[
                ['default', t('people.quotaDefault')],
                ['custom', t('people.quotaCustom')],
              ]}
              value={search.quota}
              onChange={(quota) => onChange({ quota })}
            />
          )}
          {area === 'people' && <GroupFilter value={search.group} onChange={(group) => onChange({ group })} />}
          <Menu.Divider />
          <Menu.CheckboxItem checked={search.mine ?? false} onChange={(mine) => onChange({ mine: mine || undefined })}>
            {t('people.mine')}
          </Menu.CheckboxItem>
          {narrowed && (
            <>
              <Menu.Divider />
              <Menu.Item closeMenuOnClick onClick={() => onChange(NO_FILTERS)}>
                {t('people.clearFilters')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <PeopleSort area={area} search={search} onChange={onChange} spaceCounts={admin} />
    </>
  );
}

interface ChoicesProps<T extends string> {
  label: string;
  choices: (readonly [value: T, label: string])[];
  value: T | undefined;
  onChange: (value: T | undefined) => void;
}

/** One of several, or none. */
function Choices<T extends string>({ label, choices, value, onChange }: ChoicesProps<T>) {
  return (
    <>
      <Menu.Label>{label}</Menu.Label>
      {choices.map(([choice, text]) => (
        <Menu.CheckboxItem key={choice} checked={value === choice} onChange={(on) => onChange(on ? choice : undefined)}>
          {text}
        </Menu.CheckboxItem>
      ))}
    </>
  );
}

function PeopleSort({ area, search, onChange, spaceCounts }: PeopleFiltersProps & { spaceCounts: boolean }) {
  const { t } = useTranslation();
  const sorts = [
    ...SORTS.filter((sort) => area === 'people' || (sort !== 'type' && sort !== 'department')),
    ...(spaceCounts ? (['usedspace'] as const) : []),
  ];
  return (
    <SortMenu<SortBy>
      sorts={sorts.map((sort) => [sort, t(`people.sort.${sort}`)] as const)}
      value={search.sort ?? 'displayname'}
      descending={search.desc ?? false}
      onChange={(sort, desc) => onChange({ sort: sort === 'displayname' ? undefined : sort, desc: desc || undefined })}
    />
  );
}
