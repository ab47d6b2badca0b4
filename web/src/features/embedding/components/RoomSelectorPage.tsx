import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoomCover, toRoom } from '@/features/rooms';
import { tell } from '@/shared/embed';
import { notifyError } from '@/shared/notify';
import { chosenRoom, type FolderDto, useRoomChoices } from '../api/choices';
import { readRoomTypes, readWish } from '../lib/selection';
import { Selector } from './Selector';
import { SelectorItem } from './SelectorItem';

/** Rooms to choose one from; the page around the frame is told which. */
export function RoomSelectorPage() {
  const { t } = useTranslation();
  const query = useSearch({ strict: false }) as Record<string, unknown>;
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<FolderDto | null>(null);
  const [accepting, setAccepting] = useState(false);
  const rooms = useRoomChoices(readRoomTypes(query['roomType']), search);
  const accept = async (room: FolderDto | null) => {
    if (!room || accepting) return;
    setAccepting(true);
    try {
      tell('onSelectCallback', [await chosenRoom(room)]);
    } catch (error) {
      notifyError(error);
    }
    setAccepting(false);
  };
  return (
    <Selector
      wish={readWish(query)}
      title={t('selector.room')}
      subtitle={t('selector.roomHint')}
      search={search}
      onSearch={setSearch}
      query={rooms}
      items={(rooms.data?.pages ?? []).flatMap(({ items }) =>
        items.map((room) => (
          <SelectorItem
            key={room.id}
            title={room.title ?? ''}
            picture={<RoomCover room={toRoom(room)} shape="tile" size={32} />}
            chosen={chosen?.id === room.id}
            onClick={() => setChosen(room)}
            onAccept={() => void accept(room)}
          />
        )),
      )}
      empty={t('rooms.empty')}
      chosen={chosen !== null}
      accepting={accepting}
      onAccept={() => void accept(chosen)}
    />
  );
}
