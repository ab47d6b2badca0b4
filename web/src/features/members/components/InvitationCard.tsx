import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyField, IconButton } from '@/shared/ui';
import { IconLink, IconTrash } from '@/shared/ui/icons';
import { useRoomInvitation, useSetRoomInvitation } from '../api/invitation';
import { INVITATION_ROLES, usualRole } from '../lib/roles';
import classes from './InvitationCard.module.css';
import type { RoomOfMembers } from './MembersDialog';

/** The link by which people join the room: made, copied, changed, removed. */
export function InvitationCard({ room }: { room: RoomOfMembers }) {
  const { t } = useTranslation();
  const { data: link, isSuccess } = useRoomInvitation(room.id);
  const set = useSetRoomInvitation(room.id);
  const roles = INVITATION_ROLES[room.type];
  return (
    <div className={classes.card}>
      <Group justify="space-between">
        <Group gap="sm" wrap="nowrap" flex="1 1 14rem">
          <IconLink size={20} aria-hidden style={{ flex: 'none' }} />
          <div>
            <Text fw={550}>{t('link.invitation')}</Text>
            <Text size="sm" c="dimmed">
              {t('link.invitationHint')}
            </Text>
          </div>
        </Group>
        {isSuccess && !link && (
          <Button
            variant="light"
            size="compact-md"
            loading={set.isPending}
            onClick={() => set.mutate({ access: usualRole(room) })}
          >
            {t('link.make')}
          </Button>
        )}
        {link && (
          <IconButton label={t('link.remove')} onClick={() => set.mutate({ id: link.id, access: 0 })}>
            <IconTrash size={18} />
          </IconButton>
        )}
      </Group>
      {link && (
        <Stack gap={6} mt="sm">
          <CopyField label={t('link.invitation')} value={link.url} />
          {roles.length > 1 && (
            <Select
              size="xs"
              w={180}
              aria-label={t('link.role')}
              allowDeselect={false}
              data={roles.map((access) => ({ value: String(access), label: t(`role.${access}`) }))}
              value={String(link.access)}
              onChange={(value) => value && set.mutate({ id: link.id, access: Number(value) })}
            />
          )}
        </Stack>
      )}
    </div>
  );
}
