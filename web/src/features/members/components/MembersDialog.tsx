import { ScrollArea, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rights } from '@/features/files';
import { LinksPanel, type ShareOffer } from '@/features/sharing';
import { Dialog, ErrorState } from '@/shared/ui';
import { useMembers, useSetMembers } from '../api/members';
import { rolesIn } from '../lib/roles';
import { InvitationCard } from './InvitationCard';
import { InviteForm } from './InviteForm';
import { MemberRow } from './MemberRow';

export interface RoomOfMembers {
  id: number;
  title: string;
  type: 1 | 2 | 5 | 6 | 8;
  archived: boolean;
  rights: Rights;
  share: ShareOffer | null;
  /** A pattern of rooms: people may use it, and no more. */
  template?: boolean;
}

interface MembersDialogProps {
  room: RoomOfMembers;
  onClose: () => void;
  /** More about who may come in. */
  children?: ReactNode;
}

/** Who is in the room, with which role; invitations and links. */
export function MembersDialog({ room, onClose, children }: MembersDialogProps) {
  const { t } = useTranslation();
  const members = useMembers(room.id);
  const setMembers = useSetMembers(room.id);
  const manages = room.rights.EditAccess === true && !room.archived;
  const roles = rolesIn(room);

  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={t(room.template ? 'template.usersOf' : 'members.title', { room: room.title })}
    >
      <Stack>
        {children}
        {manages && <InviteForm room={room} members={members.data ?? []} />}
        <section aria-label={t('members.list')}>
          {members.isPending && <Skeleton height={48} />}
          {members.isError && <ErrorState error={members.error} onRetry={() => members.refetch()} />}
          <ScrollArea.Autosize mah={300} type="auto" scrollbars="y">
            <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
              {members.data?.map((member) => (
                <MemberRow
                  key={member.id}
                  member={member}
                  roles={roles}
                  editable={manages && member.editable}
                  onAccess={(access) => setMembers.mutate([{ id: member.id, access }])}
                />
              ))}
            </ul>
          </ScrollArea.Autosize>
          {members.data?.length === 1 && (
            <Text size="sm" c="dimmed" mt="xs">
              {t(room.template ? 'template.alone' : 'members.alone')}
            </Text>
          )}
        </section>
        {manages && !room.template && (
          <Stack gap="xs" component="section">
            <Title order={3}>{t('members.links')}</Title>
            <InvitationCard room={room} />
            {room.share && <LinksPanel target={{ is: 'room', id: room.id }} offer={room.share} />}
          </Stack>
        )}
      </Stack>
    </Dialog>
  );
}
