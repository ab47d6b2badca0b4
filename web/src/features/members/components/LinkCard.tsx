import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/shared/ui';
import { IconCheck, IconCopy, IconLink, IconTrash, IconWorldShare } from '@/shared/ui/icons';
import { type LinkType, type RoomLink, useLinks, useSetLink } from '../api/link';
import { LINK_ROLES, usualRole } from '../lib/roles';
import classes from './LinkCard.module.css';
import type { RoomOfMembers } from './MembersDialog';

interface LinkCardProps {
  room: RoomOfMembers;
  type: LinkType;
}

/** An invitation link or a link for everybody: made, copied, changed, removed. */
export function LinkCard({ room, type }: LinkCardProps) {
  const { t } = useTranslation();
  const links = useLinks(room.id, type, true);
  const setLink = useSetLink(room.id);
  const Glyph = type === 0 ? IconLink : IconWorldShare;
  const name = t(type === 0 ? 'link.invitation' : 'link.external');
  return (
    <div className={classes.card}>
      <Group justify="space-between">
        <Group gap="sm" wrap="nowrap" flex="1 1 14rem">
          <Glyph size={20} aria-hidden style={{ flex: 'none' }} />
          <div>
            <Text fw={550}>{name}</Text>
            <Text size="sm" c="dimmed">
              {t(type === 0 ? 'link.invitationHint' : 'link.externalHint')}
            </Text>
          </div>
        </Group>
        {links.data?.length === 0 && (
          <Button
            variant="light"
            size="compact-md"
            loading={setLink.isPending}
            onClick={() => setLink.mutate({ type, access: type === 0 ? usualRole(room.type) : 2 })}
          >
            {t('link.make')}
          </Button>
        )}
      </Group>
      {links.data?.map((link) => (
        <LinkLine
          key={link.id}
          link={link}
          name={name}
          roles={type === 1 ? LINK_ROLES[room.type] : []}
          onChange={(access) => setLink.mutate({ type, id: link.id, access, title: link.title })}
        />
      ))}
    </div>
  );
}

interface LinkLineProps {
  link: RoomLink;
  name: string;
  roles: number[];
  onChange: (access: number) => void;
}

function LinkLine({ link, name, roles, onChange }: LinkLineProps) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <Stack gap={6} mt="sm">
      <Group gap={6} wrap="nowrap">
        <TextInput
          flex={1}
          readOnly
          aria-label={name}
          value={link.url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <IconButton
          label={clipboard.copied ? t('link.copied') : t('link.copy')}
          variant="default"
          size={36}
          onClick={() => clipboard.copy(link.url)}
        >
          {clipboard.copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
        </IconButton>
        <IconButton label={t('link.remove')} variant="default" size={36} onClick={() => onChange(0)}>
          <IconTrash size={18} />
        </IconButton>
      </Group>
      {roles.length > 1 && (
        <Select
          size="xs"
          w={180}
          aria-label={t('link.role')}
          allowDeselect={false}
          data={roles.map((access) => ({ value: String(access), label: t(`role.${access as 2}`) }))}
          value={String(link.access)}
          onChange={(value) => value && onChange(Number(value))}
        />
      )}
    </Stack>
  );
}
