import { Button, Group } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RowGrid, SearchField, SelectionBar, useNextPage, useSelection } from '@/shared/list';
import { EmptyState, ErrorState, PersonAvatar, RowsSkeleton } from '@/shared/ui';
import { usePeopleList } from '../api/people';
import { usePeopleActions } from '../hooks/usePeopleActions';
import { isNarrowed, NO_FILTERS, type PeopleSearch, readPeopleSearch, toFilter } from '../lib/search';
import type { Area, PeopleDialog } from '../types';
import { PeopleDialogs } from './PeopleDialogs';
import { PeopleFilters } from './PeopleFilters';
import classes from './PeopleList.module.css';
import { PersonCells } from './PersonCells';
import { PersonPanel } from './PersonPanel';

interface PeopleListProps {
  area: Area;
  /** What one can do when nobody is here yet. */
  empty: ReactNode;
}

/** The people of the space, or its guests, with everything one can do with them. */
export function PeopleList({ area, empty }: PeopleListProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const search = useMemo(() => readPeopleSearch(raw), [raw]);
  const change = useCallback(
    (part: Partial<PeopleSearch>) =>
      void navigate({ to: '.', search: readPeopleSearch({ ...search, ...part }) as never, replace: true }),
    [navigate, search],
  );
  const people = usePeopleList(toFilter(search, area));
  const list = useMemo(() => people.data?.pages.flatMap((page) => page.people) ?? [], [people.data]);
  const selection = useSelection(list);
  const [dialog, setDialog] = useState<PeopleDialog | null>(null);
  const actionsFor = usePeopleActions({
    mine: search.mine ?? false,
    onOpen: ({ id }) => change({ person: id }),
    onDialog: setDialog,
  });

  const onSeen = useNextPage(people, list.length);

  const headings = [
    { id: 'name', label: t('people.name') },
    { id: 'email', label: t('people.email'), className: classes.middle },
    ...(area === 'people'
      ? [
          { id: 'type', label: t('people.type'), className: classes.middle },
          { id: 'groups', label: t('people.groups'), className: classes.wide },
        ]
      : [
          { id: 'by', label: t('people.invitedBy'), className: classes.wide },
          { id: 'since', label: t('people.since'), className: classes.middle },
        ]),
  ];

  return (
    <>
      <div className={classes.bar}>
        {selection.chosen.length > 0 ? (
          <SelectionBar
            count={selection.chosen.length}
            actions={actionsFor(selection.chosen)}
            onClear={selection.clear}
          />
        ) : (
          <Group gap="xs" wrap="nowrap" w="100%">
            <SearchField
              value={search.q ?? ''}
              placeholder={t(area === 'people' ? 'people.search' : 'people.searchGuests')}
              onChange={(q) => change({ q })}
            />
            <PeopleFilters area={area} search={search} onChange={change} />
          </Group>
        )}
      </div>
      <RowsSkeleton pending={people.isPending} />
      {people.isError && list.length === 0 && <ErrorState error={people.error} onRetry={() => people.refetch()} />}
      {people.isSuccess &&
        list.length === 0 &&
        (isNarrowed(search) ? (
          <EmptyState art="search" title={t('search.none')} hint={t('people.noneHint')}>
            <Button variant="light" onClick={() => change({ ...NO_FILTERS, q: undefined })}>
              {t('people.clearFilters')}
            </Button>
          </EmptyState>
        ) : (
          empty
        ))}
      {list.length > 0 && (
        <RowGrid
          items={list}
          total={people.data?.pages[0]?.total ?? list.length}
          label={t(area === 'people' ? 'nav.people' : 'people.guests')}
          nameOf={({ name }) => name}
          selection={selection}
          className={area === 'people' ? classes.people : classes.guests}
          headings={headings}
          picture={({ name, avatar, disabled }) => <PersonAvatar name={name} src={avatar} faded={disabled} />}
          cells={(person) => <PersonCells person={person} area={area} />}
          actionsFor={actionsFor}
          onSeen={onSeen}
        />
      )}
      {search.person && (
        <PersonPanel
          id={search.person}
          actionsFor={actionsFor}
          covered={dialog !== null}
          onClose={() => change({ person: undefined })}
        />
      )}
      <PeopleDialogs dialog={dialog} onClose={() => setDialog(null)} />
    </>
  );
}
