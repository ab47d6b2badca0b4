import { Avatar, Badge, Group, Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { initials } from '@/shared/lib/format';
import { IconButton } from '@/shared/ui';
import { IconUserMinus } from '@/shared/ui/icons';
import type { Member } from '../api/members';
import type { Access } from '../lib/roles';
import classes from './MemberRow.module.css';

interface MemberRowProps {
  member: Member;
  roles: Access[];
  editable: boolean;
  /** 0 removes. */
  onAccess: (access: number) => void;
}

export function MemberRow({ member, roles, editable, onAccess }: MemberRowProps) {
  const { t } = useTranslation();
  const role = (access: number) => t(`role.${access as Access}`, { defaultValue: '' });
  return (
    <Group
      component="li"
      gap="xs"
      py={6}
      className={classes.row}
      data-editable={(editable && !member.isOwner) || undefined}
    >
      <Avatar size={36} radius="xl" color={member.isGroup ? 'gray' : 'atrium'}>
        {initials(member.name)}
      </Avatar>
      <div className={classes.who}>
        <Group gap={6} wrap="nowrap">
          <Text fw={550} truncate>
            {member.name}
          </Text>
          {member.pending && (
            <Badge size="sm" color="clay">
              {t('members.pending')}
            </Badge>
          )}
        </Group>
        {member.email && member.email !== member.name && (
          <Text size="sm" c="dimmed" truncate>
            {member.email}
          </Text>
        )}
      </div>
      {member.isOwner ? (
        <Text size="sm" c="dimmed">
          {t('members.owner')}
        </Text>
      ) : editable ? (
        <>
          <Select
            w={158}
            size="sm"
            aria-label={t('members.roleOf', { name: member.name })}
            allowDeselect={false}
            data={roles.map((access) => ({ value: String(access), label: role(access) }))}
            value={String(member.access)}
            onChange={(value) => value && onAccess(Number(value))}
          />
          <IconButton label={t('members.remove', { name: member.name })} onClick={() => onAccess(0)}>
            <IconUserMinus size={18} />
          </IconButton>
        </>
      ) : (
        <Text size="sm" c="dimmed">
          {role(member.access)}
        </Text>
      )}
    </Group>
  );
}
