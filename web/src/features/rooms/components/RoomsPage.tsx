import { Button, Group, SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dropProps, useFolderDrop, ViewSwitch } from '@/features/files';
import { useSelf } from '@/features/session';
import { chooseColumns, useFrame, useListLook, useWishedColumns, wishedPage } from '@/shared/embed';
import { useDelayed } from '@/shared/lib/useDelayed';
import {
  ColumnsMenu,
  RowGrid,
  SearchField,
  SelectionBar,
  shownColumns,
  useNextPage,
  useSelection,
} from '@/shared/list';
import { EmptyState, ErrorState, PageHeader } from '@/shared/ui';
import { IconPlus } from '@/shared/ui/icons';
import { useLiveRooms } from '../api/live';
import { useRooms } from '../api/rooms';
import { type RoomDialog, useRoomActions } from '../hooks/useRoomActions';
import { useRoomsStage } from '../hooks/useRoomsStage';
import { NO_FILTERS, readRoomSearch, toFilter } from '../lib/roomSearch';
import type { Room, RoomArea } from '../types';
import { CreateRoomDialog } from './CreateRoomDialog';
import { RoomCard, RoomCells, roomColumns, useRoomColumns } from './RoomCard';
import { RoomCover } from './RoomCover';
import { RoomDialogs } from './RoomDialogs';
import { RoomActiveFilters, RoomFilters } from './RoomFilters';
import { RoomGroups } from './RoomGroups';
import classes from './RoomsPage.module.css';

const TILE = { width: 250, height: 244, least: 1 };

const TITLES = { rooms: 'nav.rooms', archive: 'nav.archive', templates: 'nav.templates' } as const;
const EMPTY = {
  rooms: ['rooms.empty', 'rooms.emptyHint'],
  archive: ['rooms.archiveEmpty', 'rooms.archiveEmptyHint'],
  templates: ['template.empty', 'template.emptyHint'],
} as const;

/** All rooms, the archive, or the templates. */
export function RoomsPage({ area }: { area: RoomArea }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = readRoomSearch(useSearch({ strict: false }));
  const filter = toFilter(search, area);
  const rooms = useRooms(filter);
  useLiveRooms(filter, rooms.data?.pages ?? []);
  const late = useDelayed(rooms.isPending);
  const self = useSelf();
  const frame = useFrame();
  const [view, setView] = useListLook('atrium-rooms-view', 'tiles');
  const [dialog, setDialog] = useState<RoomDialog | null>(null);
  const list = useMemo(() => rooms.data?.pages.flatMap((page) => page.rooms) ?? [], [rooms.data]);
  const selection = useSelection(list);
  useRoomsStage(filter, selection.chosen);
  const onSeen = useNextPage(rooms, list.length);
  const columns = useRoomColumns();
  const wished = useWishedColumns(view);
  const { shown, tracks } = shownColumns(columns, wished);
  const open = ({ id }: Room) => void navigate({ to: '/rooms/$folderId', params: { folderId: String(id) } });
  const folderDrop = useFolderDrop();
  const actionsFor = useRoomActions({
    open,
    onDialog: setDialog,
  });

  const change = (part: object) => navigate({ to: '.', search: { ...search, ...part } as never, replace: true });
  const mayCreate = area === 'rooms' && (self.isOwner || self.isAdmin || self.isRoomAdmin) === true;
  const narrowed = Boolean(search.q || search.type || search.tag || search.by || search.group);
  const create = (
    <Button data-tour="create" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => change({ new: true })}>
      {t('rooms.create')}
    </Button>
  );

  return (
    <>
      <PageHeader title={t(TITLES[area])} actions={mayCreate && !frame?.disableActionButton && create} />
      <div className={classes.bar}>
        {selection.chosen.length > 0 ? (
          <SelectionBar
            count={selection.chosen.length}
            actions={actionsFor(selection.chosen)}
            onClear={selection.clear}
          />
        ) : frame?.showFilter === false ? null : (
          <Group gap="xs" wrap="nowrap" w="100%">
            <SearchField
              value={search.q ?? ''}
              placeholder={t('rooms.search')}
              onChange={(q) => change({ q: q || undefined })}
            />
            <RoomFilters search={search} onChange={change} />
            {frame?.showSettings && wished && (
              <ColumnsMenu columns={columns} wished={wished} onChange={chooseColumns} />
            )}
            <ViewSwitch view={view} onView={setView} />
          </Group>
        )}
      </div>
      <Stack gap="xs" mb="sm">
        {area === 'rooms' && frame?.showFilter !== false && (
          <RoomGroups value={search.group} onChange={(group) => change({ group })} />
        )}
        <RoomActiveFilters search={search} onChange={change} />
      </Stack>
      {rooms.isError && list.length === 0 && <ErrorState error={rooms.error} onRetry={() => rooms.refetch()} />}
      {late && (
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }}>
          {[1, 2, 3, 4].map((card) => (
            <Skeleton key={card} height={TILE.height} radius="lg" />
          ))}
        </SimpleGrid>
      )}
      {rooms.isSuccess && list.length === 0 && narrowed && (
        <EmptyState art="search" title={t('search.none')} hint={t('rooms.noneHint')}>
          <Button variant="light" onClick={() => change({ ...NO_FILTERS, group: undefined })}>
            {t('rooms.clearFilters')}
          </Button>
        </EmptyState>
      )}
      {rooms.isSuccess && list.length === 0 && !narrowed && (
        <EmptyState
          title={t(EMPTY[area][0])}
          hint={area === 'rooms' && !mayCreate ? t('rooms.emptyGuestHint') : t(EMPTY[area][1])}
        >
          {mayCreate && create}
        </EmptyState>
      )}
      {list.length > 0 && (
        <RowGrid
          items={list}
          total={rooms.data?.pages[0]?.total ?? list.length}
          label={t(TITLES[area])}
          nameOf={({ title }) => title}
          selection={selection}
          headings={shown}
          tracks={tracks}
          begin={wishedPage().start}
          className={roomColumns}
          look={view}
          opensAtOnce
          picture={(room) => <RoomCover room={room} shape="tile" size={view === 'compact' ? 24 : 40} />}
          cells={(room) => <RoomCells room={room} columns={shown} compact={view === 'compact'} />}
          tiles={{ ...TILE, content: (room) => <RoomCard room={room} /> }}
          actionsFor={actionsFor}
          dragProps={(room) => dropProps(folderDrop(room, () => open(room)))}
          onSeen={onSeen}
        />
      )}
      {search.new && mayCreate && <CreateRoomDialog onClose={() => change({ new: undefined })} />}
      <RoomDialogs dialog={dialog} onClose={() => setDialog(null)} />
    </>
  );
}
