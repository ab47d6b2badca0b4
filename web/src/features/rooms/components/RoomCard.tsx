import { Badge, Group, Text, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatWhen } from '@/shared/lib/format';
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
export function useRoomHeadings() {
  const { t } = useTranslation();
  return [
    { id: 'name', label: t('entries.name') },
    { id: 'type', label: t('rooms.type'), className: classes.type },
    { id: 'owner', label: t('members.owner'), className: classes.fact },
    { id: 'files', label: t('rooms.filesHeading'), className: classes.number },
    { id: 'when', label: t('entries.updated'), className: classes.fact },
  ];
}

/** Sets the widths of the columns. */
export const roomColumns = classes.rows;

/** A room as a row. */
export function RoomCells({ room, compact }: { room: Room; compact: boolean }) {
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
      <div role="gridcell" className={classes.type}>
        {t(`roomType.${room.type}`)}
      </div>
      <div role="gridcell" className={classes.fact}>
        {room.owner}
      </div>
      <div role="gridcell" className={classes.number}>
        {room.files}
      </div>
      <div role="gridcell" className={classes.fact}>
        {room.updated ? formatWhen(room.updated) : ''}
      </div>
    </>
  );
}
