import { Badge, Group, Text, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatSize, formatWhen } from '@/shared/lib/format';
import type { Column } from '@/shared/list';
import { IconBellOff, IconPinnedFilled } from '@/shared/ui/icons';
import { ROOM_ICONS } from '../lib/roomTypes';
import type { Room } from '../types';
import classes from './RoomCard.module.css';
import { RoomCover } from './RoomCover';

const TAGS_SHOWN = 2;

/** A room as a card with a face. */
export function RoomCard({ room }: { room: Room }) {
  const { t } = useTranslation();
  const Glyph = ROOM_ICONS[room.type];
  return (
    <>
      <RoomCover room={room} shape="band" />
      {room.pinned && (
        <span className={classes.pin}>
          <IconPinnedFilled size={15} role="img" aria-label={t('rooms.pinned')} />
        </span>
      )}
      <div className={classes.body}>
        <Group gap={6} wrap="nowrap" miw={0}>
          <RoomTitle room={room} />
        </Group>
        <Group gap={6} wrap="nowrap" c="dimmed">
          <Glyph size={15} aria-hidden style={{ flex: 'none' }} />
          <Text size="sm" truncate>
            {t(`roomType.${room.type}`)}
          </Text>
        </Group>
        <Group gap={6} wrap="nowrap" className={classes.tags}>
          {room.tags.slice(0, TAGS_SHOWN).map((tag) => (
            <Badge key={tag} size="sm" color="gray" maw={110}>
              {tag}
            </Badge>
          ))}
          {room.tags.length > TAGS_SHOWN && (
            <Text size="xs" c="dimmed">
              +{room.tags.length - TAGS_SHOWN}
            </Text>
          )}
        </Group>
        <Group justify="space-between" wrap="nowrap" className={classes.foot}>
          <Text size="xs" c="dimmed">
            {t('rooms.files', { count: room.files })}
          </Text>
          <Text size="xs" c="dimmed">
            {room.updated ? formatWhen(room.updated) : ''}
          </Text>
        </Group>
      </div>
    </>
  );
}

/** The way in, and what is new there. */
function RoomTitle({ room }: { room: Room }) {
  const { t } = useTranslation();
  return (
    <>
      <Link
        to="/rooms/$folderId"
        params={{ folderId: String(room.id) }}
        className={classes.title}
        tabIndex={-1}
        draggable={false}
        data-room
        title={room.title}
      >
        {room.title}
      </Link>
      {room.muted && (
        <IconBellOff
          size={14}
          role="img"
          aria-label={t('rooms.muted')}
          color="var(--mantine-color-dimmed)"
          style={{ flex: 'none' }}
        />
      )}
      {room.fresh > 0 && (
        <Badge size="sm" style={{ flex: 'none' }} title={t('rooms.fresh', { count: room.fresh })}>
          <span aria-hidden>{room.fresh}</span>
          <VisuallyHidden>{t('rooms.fresh', { count: room.fresh })}</VisuallyHidden>
        </Badge>
      )}
    </>
  );
}

/** The headings of the rooms as rows. */
export function useRoomColumns(): Column[] {
  const { t } = useTranslation();
  const usual = true;
  const { type, fact, number } = classes;
  return [
    { id: 'name', label: t('entries.name'), names: ['name'], track: 'minmax(0, 1fr)', usual },
    { id: 'type', label: t('rooms.type'), className: type, names: ['type'], track: '9rem', usual },
    { id: 'tags', label: t('rooms.tags'), className: fact, names: ['tags'], track: '10rem', usual: false },
    { id: 'owner', label: t('members.owner'), className: fact, names: ['owner', 'author'], track: '10rem', usual },
    { id: 'files', label: t('rooms.filesHeading'), className: number, names: ['files'], track: '4.5rem', usual },
    {
      id: 'size',
      label: t('entries.size'),
      className: number,
      names: ['size', 'storage'],
      track: '6rem',
      usual: false,
    },
    { id: 'when', label: t('entries.updated'), className: fact, names: ['activity', 'modified'], track: '7rem', usual },
  ];
}

/** Sets the widths of the columns. */
export const roomColumns = classes.rows;

/** A room as a row. */
export function RoomCells({ room, columns, compact }: { room: Room; columns: Column[]; compact: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <div role="gridcell" className={classes.name}>
        <Group gap={6} wrap="nowrap">
          <RoomTitle room={room} />
          {room.pinned && (
            <IconPinnedFilled size={14} role="img" aria-label={t('rooms.pinned')} className={classes.linePin} />
          )}
        </Group>
        {!compact && (
          <Text size="sm" c="dimmed" truncate className={classes.under}>
            <span className={classes.typeUnder}>
              {t(`roomType.${room.type}`)}
              {room.tags.length > 0 && ' · '}
            </span>
            {room.tags.join(' · ')}
          </Text>
        )}
      </div>
      {columns.slice(1).map(({ id, className }) => (
        <div key={id} role="gridcell" className={className}>
          <RoomFact room={room} id={id} />
        </div>
      ))}
    </>
  );
}

function RoomFact({ room, id }: { room: Room; id: string }) {
  const { t } = useTranslation();
  const { type, tags, owner, files, used, updated } = room;
  if (id === 'type') return t(`roomType.${type}`);
  if (id === 'tags') return tags.join(' · ');
  if (id === 'owner') return owner;
  if (id === 'files') return files;
  if (id === 'size') return used === null ? '' : formatSize(used);
  return updated ? formatWhen(updated) : '';
}
