import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCheck } from '@/shared/ui/icons';
import { ROOM_ICONS } from '../lib/roomTypes';
import type { RoomType } from '../types';
import { RoomCover } from './RoomCover';
import classes from './RoomTypePreview.module.css';

/** The colour each kind of room is shown in. */
const COLORS: Record<RoomType, string> = { 1: 'B679F2', 2: '6191F2', 5: 'FF8F40', 6: '61C059', 8: '7757D9' };

/** What a room of a kind looks like, and what it is for. */
export function RoomTypePreview({ type }: { type: RoomType }) {
  const { t } = useTranslation();
  const Glyph = ROOM_ICONS[type];
  const example = t(`roomTypeFor.${type}.example`);
  return (
    <div className={classes.preview} aria-live="polite">
      <RoomCover room={{ title: example, color: COLORS[type], cover: '', picture: '' }} shape="band" />
      <Stack gap="xs" p="md">
        <Group gap="xs" wrap="nowrap">
          <Glyph size={20} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
          <Text fw={620}>{example}</Text>
        </Group>
        <Text size="sm" c="dimmed">
          {t(`roomTypeHint.${type}`)}
        </Text>
        <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }}>
          {(['who', 'can', 'good'] as const).map((point) => (
            <Group key={point} component="li" gap={8} wrap="nowrap" align="flex-start">
              <IconCheck size={16} aria-hidden className={classes.check} />
              <Text size="sm">{t(`roomTypeFor.${type}.${point}`)}</Text>
            </Group>
          ))}
        </Stack>
      </Stack>
    </div>
  );
}
