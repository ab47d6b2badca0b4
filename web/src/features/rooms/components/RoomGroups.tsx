import { ActionIcon, Chip, Group, Menu, ScrollArea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog, IconButton } from '@/shared/ui';
import { IconDots, IconPencil, IconPlus, IconTrash } from '@/shared/ui/icons';
import { type RoomGroup, useDeleteRoomGroup, useRoomGroups } from '../api/groups';
import { RoomGroupDialog } from './RoomGroupDialog';
import classes from './RoomGroups.module.css';

interface RoomGroupsProps {
  value: number | undefined;
  onChange: (group: number | undefined) => void;
}

/** One's own groups of rooms: one of them at a time narrows the list. */
export function RoomGroups({ value, onChange }: RoomGroupsProps) {
  const { t } = useTranslation();
  const groups = useRoomGroups();
  const remove = useDeleteRoomGroup();
  const [editing, setEditing] = useState<RoomGroup | 'new' | null>(null);
  const [deleting, setDeleting] = useState<RoomGroup | null>(null);
  const chosen = groups.data?.find(({ id }) => id === value);
  if (!groups.data) return null;
  return (
    <Group gap={6} wrap="nowrap" role="group" aria-label={t('roomGroup.groups')}>
      {groups.data.length > 0 && (
        <ScrollArea type="never" className={classes.chips}>
          <Group gap={6} wrap="nowrap">
            <Chip size="sm" checked={!chosen} onChange={() => onChange(undefined)}>
              {t('roomGroup.all')}
            </Chip>
            {groups.data.map((group) => (
              <Chip
                key={group.id}
                size="sm"
                checked={group.id === value}
                onChange={(on) => onChange(on ? group.id : undefined)}
              >
                <span className={classes.label}>
                  {group.icon && <GroupIcon svg={group.icon} />}
                  {group.name}
                  <span className={classes.count}>{group.total}</span>
                </span>
              </Chip>
            ))}
          </Group>
        </ScrollArea>
      )}
      {chosen && (
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <IconButton label={t('rooms.actions', { name: chosen.name })}>
              <IconDots size={18} />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={17} aria-hidden />} onClick={() => setEditing(chosen)}>
              {t('roomGroup.edit')}
            </Menu.Item>
            <Menu.Item
              color="var(--atrium-danger)"
              leftSection={<IconTrash size={17} aria-hidden />}
              onClick={() => setDeleting(chosen)}
            >
              {t('roomGroup.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <ActionIcon
        variant="subtle"
        size={32}
        aria-label={t('roomGroup.make')}
        title={t('roomGroup.make')}
        onClick={() => setEditing('new')}
      >
        <IconPlus size={17} />
      </ActionIcon>
      {editing && (
        <RoomGroupDialog
          group={editing === 'new' ? null : editing}
          onSaved={(id) => editing === 'new' && onChange(id)}
          onClose={() => setEditing(null)}
        />
      )}
      {deleting && (
        <ConfirmDialog
          title={t('roomGroup.deleteTitle', { name: deleting.name })}
          text={t('roomGroup.deleteText')}
          confirm={t('roomGroup.delete')}
          onConfirm={() => {
            remove.mutate(deleting.id);
            onChange(undefined);
          }}
          onClose={() => setDeleting(null)}
        />
      )}
    </Group>
  );
}

/** The symbol of a group in the colour of the text around it. */
export function GroupIcon({ svg }: { svg: string }) {
  return (
    <span
      aria-hidden="true"
      className={classes.icon}
      style={{ maskImage: `url("data:image/svg+xml;utf8,${encodeURIComponent(svg)}")` }}
    />
  );
}
