import { Button, Group, Menu } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RowGrid, SearchField, SelectionBar, useNextPage, useSelection } from '@/shared/list';
import { ConfirmDialog, EmptyState, ErrorState, IconButton, PersonAvatar, RowsSkeleton } from '@/shared/ui';
import { IconArrowsSort, IconPlus } from '@/shared/ui/icons';
import { type GroupFilter, useDeleteGroups, useGroups } from '../api/groups';
import { type GroupDialogState, useGroupActions } from '../hooks/useGroupActions';
import { GROUP_SORTS, type GroupSearch, readGroupSearch } from '../lib/groupSearch';
import { GroupCells } from './GroupCells';
import { GroupDialog } from './GroupDialog';
import { GroupPanel } from './GroupPanel';
import classes from './PeopleList.module.css';

/** The groups of the space. */
export function GroupsList({ mayEdit, onCreate }: { mayEdit: boolean; onCreate: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const search = useMemo(() => readGroupSearch(raw), [raw]);
  const change = useCallback(
    (part: Partial<GroupSearch>) =>
      void navigate({ to: '.', search: readGroupSearch({ ...search, ...part }) as never, replace: true }),
    [navigate, search],
  );
  const { q = '', sort = 'title', desc = false } = search;
  const groups = useGroups({ search: q, sortBy: sort, descending: desc });
  const list = useMemo(() => groups.data?.pages.flatMap((page) => page.groups) ?? [], [groups.data]);
  const selection = useSelection(list);
  const [dialog, setDialog] = useState<GroupDialogState | null>(null);
  const remove = useDeleteGroups();
  const actionsFor = useGroupActions({ mayEdit, onOpen: ({ id }) => change({ group: id }), onDialog: setDialog });
  const close = () => setDialog(null);

  const onSeen = useNextPage(groups, list.length);

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
            <SearchField value={q} placeholder={t('groups.search')} onChange={(text) => change({ q: text })} />
            <GroupSort sort={sort} desc={desc} onChange={change} />
          </Group>
        )}
      </div>
      <RowsSkeleton pending={groups.isPending} />
      {groups.isError && list.length === 0 && <ErrorState error={groups.error} onRetry={() => groups.refetch()} />}
      {groups.isSuccess && list.length === 0 && q !== '' && (
        <EmptyState art="search" title={t('search.none')} hint={t('search.noneHint', { text: q })} />
      )}
      {groups.isSuccess && list.length === 0 && q === '' && (
        <EmptyState art="people" title={t('groups.empty')} hint={t('groups.emptyHint')}>
          {mayEdit && (
            <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={onCreate}>
              {t('groups.create')}
            </Button>
          )}
        </EmptyState>
      )}
      {list.length > 0 && (
        <RowGrid
          items={list}
          total={groups.data?.pages[0]?.total ?? list.length}
          label={t('people.groups')}
          nameOf={({ name }) => name}
          selection={selection}
          className={classes.groups}
          headings={[
            { id: 'name', label: t('groups.name') },
            { id: 'manager', label: t('groups.manager'), className: classes.middle },
            { id: 'members', label: t('groups.members'), className: classes.middle },
          ]}
          picture={({ name }) => <PersonAvatar name={name} />}
          cells={(group) => <GroupCells group={group} />}
          actionsFor={actionsFor}
          onSeen={onSeen}
        />
      )}
      {search.group && (
        <GroupPanel
          id={search.group}
          actionsFor={actionsFor}
          covered={dialog !== null}
          onClose={() => change({ group: undefined })}
        />
      )}
      {dialog?.is === 'edit' && <GroupDialog id={dialog.id} onClose={close} />}
      {dialog?.is === 'delete' && (
        <ConfirmDialog
          title={t('groups.deleteTitle', { count: dialog.groups.length, name: dialog.groups[0]?.name })}
          text={t('groups.deleteText')}
          confirm={t('groups.delete')}
          onConfirm={() => {
            remove.mutate(dialog.groups);
            change({ group: undefined });
          }}
          onClose={close}
        />
      )}
    </>
  );
}

interface GroupSortProps {
  sort: GroupFilter['sortBy'];
  desc: boolean;
  onChange: (part: Partial<GroupSearch>) => void;
}

function GroupSort({ sort, desc, onChange }: GroupSortProps) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width={220} closeOnItemClick={false}>
      <Menu.Target>
        <IconButton label={t('sort.label')} variant="default" size={36}>
          <IconArrowsSort size={18} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={sort} onChange={(value) => onChange({ sort: value as GroupFilter['sortBy'] })}>
          {GROUP_SORTS.map((one) => (
            <Menu.RadioItem key={one} value={one}>
              {t(`groups.sort.${one}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.RadioGroup value={String(desc)} onChange={(value) => onChange({ desc: value === 'true' || undefined })}>
          <Menu.RadioItem value="false">{t('sort.ascending')}</Menu.RadioItem>
          <Menu.RadioItem value="true">{t('sort.descending')}</Menu.RadioItem>
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
