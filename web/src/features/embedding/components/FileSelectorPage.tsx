import { Breadcrumbs, UnstyledButton } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileIcon, fileToEntry } from '@/features/files';
import { RoomCover, toRoom } from '@/features/rooms';
import { tell } from '@/shared/embed';
import { notifyError } from '@/shared/notify';
import { IconChevronRight, IconHome } from '@/shared/ui/icons';
import { type FileDto, type FolderDto, requestTokens, useFileChoices, useRoomChoices } from '../api/choices';
import { useTrail } from '../hooks/useTrail';
import { documentType, readFileFilter, readRoomTypes, readStart, readWish } from '../lib/selection';
import { Selector } from './Selector';
import { SelectorItem } from './SelectorItem';

/** RoomType of the contract. */
const PUBLIC = 6;

/** Rooms, folders and files to choose a file from; the page around the frame is told which. */
export function FileSelectorPage() {
  const { t } = useTranslation();
  const query = useSearch({ strict: false }) as Record<string, unknown>;
  const start = readStart(query['selectorType']);
  const wish = readWish(query);
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<FileDto | null>(null);
  const [accepting, setAccepting] = useState(false);
  const { trail, walkInto, walkBack } = useTrail(start, query['id']);
  const here = trail[trail.length - 1] ?? null;
  const filter = readFileFilter(query['filter']);
  const rooms = useRoomChoices(readRoomTypes(query['roomType']), search, here === null);
  const content = useFileChoices(here?.id ?? null, filter, search, here !== null);

  const go = (step: () => void) => {
    setChosen(null);
    setSearch('');
    step();
  };
  const accept = async (file: FileDto | null) => {
    if (!file || accepting) return;
    setAccepting(true);
    try {
      const room = trail.find(({ roomType }) => roomType === PUBLIC);
      const tokens = room?.id ? await requestTokens(room.id) : [];
      tell('onSelectCallback', {
        ...file,
        documentType: documentType(file.fileType),
        ...(tokens.length > 0 && { requestTokens: tokens }),
      });
    } catch (error) {
      notifyError(error);
    }
    setAccepting(false);
  };

  const roomItem = (room: FolderDto) => (
    <SelectorItem
      key={`room-${room.id}`}
      title={room.title ?? ''}
      picture={<RoomCover room={toRoom(room)} shape="tile" size={32} />}
      onClick={() => go(() => walkInto({ id: room.id ?? 0, title: room.title ?? '', roomType: room.roomType }))}
    />
  );
  const fileItem = (file: FileDto) => (
    <SelectorItem
      key={`file-${file.id}`}
      title={file.title ?? ''}
      picture={<FileIcon kind={fileToEntry(file).kind} size={32} />}
      chosen={chosen?.id === file.id}
      onClick={() => setChosen(file)}
      onAccept={() => void accept(file)}
    />
  );
  const folderItem = (folder: FolderDto) => (
    <SelectorItem
      key={`folder-${folder.id}`}
      title={folder.title ?? ''}
      picture={<FileIcon kind="folder" size={32} />}
      onClick={() => go(() => walkInto({ id: folder.id ?? 0, title: folder.title ?? '' }))}
    />
  );
  const items =
    here === null
      ? [
          ...(start === 'all' && !search
            ? [
                <SelectorItem
                  key="my"
                  title={t('nav.documents')}
                  picture={<IconHome size={32} stroke={1.4} color="var(--mantine-color-atrium-6)" aria-hidden />}
                  onClick={() => go(() => walkInto({ id: null, title: t('nav.documents') }))}
                />,
              ]
            : []),
          ...(rooms.data?.pages ?? []).flatMap((page) => page.items.map(roomItem)),
        ]
      : (content.data?.pages ?? []).flatMap((page) =>
          page.items.map((item) => ('file' in item ? fileItem(item.file) : folderItem(item.folder))),
        );

  return (
    <Selector
      wish={wish}
      title={t('selector.file')}
      subtitle={t('selector.fileHint')}
      crumbs={
        <Breadcrumbs
          component="nav"
          aria-label={t('nav.path')}
          separator={<IconChevronRight size={14} aria-hidden />}
          separatorMargin={4}
          style={{ flexWrap: 'wrap' }}
        >
          {start !== 'userFolderOnly' && (
            <UnstyledButton fz="sm" c={here ? 'dimmed' : undefined} onClick={() => go(() => walkBack(0))}>
              {start === 'all' ? t('destination.start') : t('nav.rooms')}
            </UnstyledButton>
          )}
          {trail.map((place, at) => (
            <UnstyledButton
              key={place.id ?? 'my'}
              fz="sm"
              c={at < trail.length - 1 ? 'dimmed' : undefined}
              onClick={() => go(() => walkBack(at + 1))}
            >
              {place.title}
            </UnstyledButton>
          ))}
        </Breadcrumbs>
      }
      search={search}
      onSearch={setSearch}
      query={here === null ? rooms : content}
      items={items}
      empty={here === null ? t('rooms.empty') : t('folder.empty')}
      chosen={chosen !== null}
      accepting={accepting}
      onAccept={() => void accept(chosen)}
    />
  );
}
