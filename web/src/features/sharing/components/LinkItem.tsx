import { Badge, Group, Paper, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/lib/format';
import { ConfirmDialog, CopyField, IconButton } from '@/shared/ui';
import { IconPencil, IconRestore, IconTrash } from '@/shared/ui/icons';
import { type ShareLink, type Target, useRemoveLink, useSaveLink } from '../api/links';
import { LinkForm } from './LinkForm';

interface LinkItemProps {
  target: Target;
  link: ShareLink;
  roles: number[];
}

/** One link: copied, changed, taken away. */
export function LinkItem({ target, link, roles }: LinkItemProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const save = useSaveLink(target);
  const remove = useRemoveLink(target);
  const { title, renewed } = link;
  const marks = [
    link.password && t('share.hasPassword'),
    link.denyDownload && t('share.noDownload'),
    link.internal && t('share.membersOnly'),
  ].filter((mark) => typeof mark === 'string' && mark !== '') as string[];

  return (
    <Paper withBorder p="sm" radius="md" component="li" aria-label={title}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text fw={550} truncate>
            {title}
          </Text>
          <Text size="sm" c="dimmed">
            {[t(`role.${link.access as 2}`), link.expires && t('invite.until', { date: formatMoment(link.expires) })]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        {!editing && (
          <Group gap={2} wrap="nowrap">
            <IconButton label={t('share.editLink', { name: title })} onClick={() => setEditing(true)}>
              <IconPencil size={18} />
            </IconButton>
            <IconButton
              label={t(renewed ? 'share.renewLink' : 'share.removeLink', { name: title })}
              onClick={() => setAsking(true)}
            >
              {renewed ? <IconRestore size={18} /> : <IconTrash size={18} />}
            </IconButton>
          </Group>
        )}
      </Group>
      <Stack gap="xs" mt="xs">
        {(marks.length > 0 || link.expired) && (
          <Group gap={6}>
            {link.expired && <Badge color="red">{t('invite.expired')}</Badge>}
            {marks.map((mark) => (
              <Badge key={mark} color="gray">
                {mark}
              </Badge>
            ))}
          </Group>
        )}
        {editing ? (
          <LinkForm
            link={link}
            roles={roles}
            mayExpire={link.can.expires}
            mayBeInternal={link.can.internal}
            busy={save.isPending}
            error={save.error}
            onCancel={() => setEditing(false)}
            onSave={(terms) =>
              save.mutate({ ...terms, id: link.id, primary: link.primary }, { onSuccess: () => setEditing(false) })
            }
          />
        ) : (
          <CopyField label={link.primary && !link.internal ? t('link.external') : title} value={link.url} />
        )}
      </Stack>
      {asking && (
        <ConfirmDialog
          title={t(renewed ? 'share.renewTitle' : 'share.removeTitle', { name: title })}
          text={t(renewed ? 'share.renewText' : 'share.removeText')}
          confirm={t(renewed ? 'share.renew' : 'share.remove')}
          onConfirm={() => remove.mutate(link)}
          onClose={() => setAsking(false)}
        />
      )}
    </Paper>
  );
}
