import { Badge, Group, Text, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatWhen } from '@/shared/lib/format';
import { IconPinnedFilled } from '@/shared/ui/icons';
import { ROOM_ICONS } from '../lib/roomTypes';
import type { Room } from '../types';
import classes from './RoomCard.module.css';
import { RoomCover } from './RoomCover';
import { type RoomDialog, RoomMenu } from './RoomMenu';

interface RoomItemProps {
  room: Room;
  onDialog: (dialog: RoomDialog) => void;
}

const TAGS_SHOWN = 2;

/** A room as a card with a face. */
export function RoomCard({ room, onDialog }: RoomItemProps) {
  const { t } = useTranslation();
  const Glyph = ROOM_ICONS[room.type];
  return (
    <li className={classes.card}>
      <RoomCover room={room} shape="band" />
      {room.pinned && (
        <span className={classes.pin}>
          <IconPinnedFilled size={15} role="img" aria-label={t('rooms.pinned')} />
        </span>
      )}
      <div className={classes.body}>
        <Group justify="space-between" wrap="nowrap" gap={4}>
          <Group gap={6} wrap="nowrap" miw={0}>
            <Link to="/rooms/$folderId" params={{ folderId: String(room.id) }} className={classes.title} data-room>
              {room.title}
            </Link>
            {room.fresh > 0 && <NewBadge count={room.fresh} />}
          </Group>
          <RoomMenu room={room} onDialog={onDialog} className={classes.menu} />
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
    </li>
  );
}

/** Files in the room that one has not seen yet. */
function NewBadge({ count }: { count: number }) {
  const { t } = useTranslation();
  return (
    <Badge size="sm" style={{ flex: 'none' }} title={t('rooms.fresh', { count })}>
      <span aria-hidden>{count}</span>
      <VisuallyHidden>{t('rooms.fresh', { count })}</VisuallyHidden>
    </Badge>
  );
}

/** A room as a line of a list. */
export function RoomLine({ room, onDialog }: RoomItemProps) {
  const { t } = useTranslation();
  return (
    <li className={classes.line}>
      <RoomCover room={room} shape="tile" size={40} />
      <div className={classes.lineMain}>
        <Group gap={6} wrap="nowrap">
          <Link to="/rooms/$folderId" params={{ folderId: String(room.id) }} className={classes.title} data-room>
            {room.title}
          </Link>
          {room.pinned && (
            <IconPinnedFilled size={14} role="img" aria-label={t('rooms.pinned')} className={classes.linePin} />
          )}
          {room.fresh > 0 && <NewBadge count={room.fresh} />}
        </Group>
        <Text size="sm" c="dimmed" truncate>
          {[t(`roomType.${room.type}`), ...room.tags].join(' · ')}
        </Text>
      </div>
      <Text size="sm" c="dimmed" className={classes.lineFact}>
        {room.owner}
      </Text>
      <Text size="sm" c="dimmed" className={classes.lineFact}>
        {room.updated ? formatWhen(room.updated) : ''}
      </Text>
      <RoomMenu room={room} onDialog={onDialog} className={classes.menu} />
    </li>
  );
}
