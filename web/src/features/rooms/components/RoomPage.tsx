import { Badge, Button, Group, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FolderScreen } from '@/features/browser';
import { Crumbs, type FolderPage } from '@/features/files';
import { IconButton, PageHeader } from '@/shared/ui';
import { IconUsers } from '@/shared/ui/icons';
import { useLiveRoom } from '../api/live';
import { useRoom } from '../api/rooms';
import type { RoomDialog } from '../hooks/useRoomActions';
import { RoomCover } from './RoomCover';
import { RoomDialogs } from './RoomDialogs';
import { RoomMenu } from './RoomMenu';

/** A room from the inside, or a folder in it. */
export function RoomPage({ folderId }: { folderId: number }) {
  const { t } = useTranslation();
  return (
    <FolderScreen
      key={folderId}
      source={{ place: 'folder', id: folderId }}
      tree="rooms"
      label={t('nav.rooms')}
      empty={{ title: t('folder.empty'), hint: t('folder.emptyHint') }}
      header={(page, actions) =>
        page?.folder.isRoom ? (
          <RoomHeader id={folderId} page={page} actions={actions} />
        ) : (
          <PageHeader
            above={page && <Crumbs path={page.path} tree="rooms" />}
            title={page?.folder.title ?? '\u00a0'}
            actions={actions}
          />
        )
      }
    />
  );
}

interface RoomHeaderProps {
  id: number;
  page: FolderPage;
  actions: ReactNode;
}

function RoomHeader({ id, page, actions }: RoomHeaderProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const narrow = useMediaQuery('(max-width: 48em)');
  const { data: room } = useRoom(id);
  useLiveRoom(id);
  const [dialog, setDialog] = useState<RoomDialog | null>(null);
  const leave = () => navigate({ to: '/rooms' });
  const members =
    room &&
    (narrow ? (
      <IconButton
        label={t('rooms.members')}
        variant="default"
        size={36}
        onClick={() => setDialog({ is: 'members', room })}
      >
        <IconUsers size={18} />
      </IconButton>
    ) : (
      <Button
        variant="default"
        leftSection={<IconUsers size={17} aria-hidden />}
        onClick={() => setDialog({ is: 'members', room })}
      >
        {t('rooms.members')}
      </Button>
    ));
  return (
    <>
      <PageHeader
        above={<Crumbs path={page.path} tree="rooms" />}
        title={
          <Group component="span" gap="sm" wrap="nowrap" display="inline-flex">
            {room && <RoomCover room={room} shape="tile" size={38} />}
            <span>{page.folder.title}</span>
          </Group>
        }
        below={
          room && (
            <Group gap="xs">
              <Text size="sm" c="dimmed">
                {t(`roomType.${room.type}`)}
              </Text>
              {room.archived && <Badge color="clay">{t('rooms.inArchive')}</Badge>}
              {room.tags.map((tag) => (
                <Badge key={tag} color="gray">
                  {tag}
                </Badge>
              ))}
            </Group>
          )
        }
        actions={
          <>
            {room && <RoomMenu room={room} onDialog={setDialog} onGone={leave} />}
            {members}
            {actions}
          </>
        }
      />
      <RoomDialogs dialog={dialog} onClose={() => setDialog(null)} onGone={leave} />
    </>
  );
}
