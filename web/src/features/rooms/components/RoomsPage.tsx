import { Button, Group, SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type View, ViewSwitch } from '@/features/files';
import { useSelf } from '@/features/session';
import { useDelayed } from '@/shared/lib/useDelayed';
import { SearchField } from '@/shared/list';
import { EmptyState, ErrorState, PageHeader } from '@/shared/ui';
import { IconPlus } from '@/shared/ui/icons';
import { useLiveRooms } from '../api/live';
import { useRooms } from '../api/rooms';
import { type RoomSearch, readRoomSearch, toFilter } from '../lib/roomSearch';
import { CreateRoomDialog } from './CreateRoomDialog';
import { RoomDialogs } from './RoomDialogs';
import { RoomFilters } from './RoomFilters';
import { RoomList } from './RoomList';
import type { RoomDialog } from './RoomMenu';

/** All rooms, or the archive. */
export function RoomsPage({ archived }: { archived: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = readRoomSearch(useSearch({ strict: false }));
  const filter = toFilter(search, archived);
  const rooms = useRooms(filter);
  useLiveRooms(filter, rooms.data?.pages ?? []);
  const late = useDelayed(rooms.isPending);
  const self = useSelf();
  const [view, setView] = useLocalStorage<View>({
    key: 'atrium-rooms-view',
    defaultValue: 'tiles',
    getInitialValueInEffect: false,
  });
  const [creating, setCreating] = useState(false);
  const [dialog, setDialog] = useState<RoomDialog | null>(null);

  const change = (part: RoomSearch) => navigate({ to: '.', search: { ...search, ...part } as never, replace: true });
  const mayCreate = !archived && (self.isOwner || self.isAdmin || self.isRoomAdmin) === true;
  const list = rooms.data?.pages.flatMap((page) => page.rooms) ?? [];
  const narrowed = Boolean(search.q || search.type || search.tag);
  const create = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setCreating(true)}>
      {t('rooms.create')}
    </Button>
  );

  return (
    <>
      <PageHeader title={archived ? t('nav.archive') : t('nav.rooms')} actions={mayCreate && create} />
      <Stack gap="sm" mb="lg">
        <Group gap="xs" wrap="nowrap">
          <SearchField
            value={search.q ?? ''}
            placeholder={t('rooms.search')}
            onChange={(q) => change({ q: q || undefined })}
          />
          <RoomFilters search={search} onChange={change} />
          <ViewSwitch view={view} onView={setView} />
        </Group>
      </Stack>
      {rooms.isError && list.length === 0 && <ErrorState error={rooms.error} onRetry={() => rooms.refetch()} />}
      {late && (
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }}>
          {[1, 2, 3, 4].map((card) => (
            <Skeleton key={card} height={236} radius="lg" />
          ))}
        </SimpleGrid>
      )}
      {rooms.isSuccess && list.length === 0 && narrowed && (
        <EmptyState art="search" title={t('search.none')} hint={t('rooms.noneHint')}>
          <Button variant="light" onClick={() => change({ q: undefined, type: undefined, tag: undefined })}>
            {t('rooms.clearFilters')}
          </Button>
        </EmptyState>
      )}
      {rooms.isSuccess && list.length === 0 && !narrowed && (
        <EmptyState
          title={archived ? t('rooms.archiveEmpty') : t('rooms.empty')}
          hint={archived ? t('rooms.archiveEmptyHint') : mayCreate ? t('rooms.emptyHint') : t('rooms.emptyGuestHint')}
        >
          {mayCreate && create}
        </EmptyState>
      )}
      <RoomList
        rooms={list}
        view={view}
        onDialog={setDialog}
        onEnd={() => rooms.hasNextPage && !rooms.isFetchingNextPage && void rooms.fetchNextPage()}
      />
      {creating && <CreateRoomDialog onClose={() => setCreating(false)} />}
      <RoomDialogs dialog={dialog} onClose={() => setDialog(null)} />
    </>
  );
}
