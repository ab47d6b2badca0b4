import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonType } from '@/features/people';
import { formatMoment } from '@/shared/lib/format';
import { CopyField, IconButton } from '@/shared/ui';
import { IconPencil, IconTrash } from '@/shared/ui/icons';
import { type InvitationLink, useDeleteInvitationLink, useSetInvitationLink } from '../api/links';
import { LinkTermsForm } from './LinkTermsForm';

interface LinkOfTypeProps {
  type: PersonType;
  link: InvitationLink | null;
}

/** The link by which anybody joins as this type: made, copied, changed, deleted. */
export function LinkOfType({ type, link }: LinkOfTypeProps) {
  const { t } = useTranslation();
  const set = useSetInvitationLink(type);
  const remove = useDeleteInvitationLink(type);
  const [editing, setEditing] = useState(false);
  const name = t(`personType.${type}`);

  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={t('invite.linkOf', { type: name })}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text fw={600}>{name}</Text>
          {link ? <LinkState link={link} /> : <Text size="sm">{t(`personTypeHint.${type}`)}</Text>}
        </div>
        {!link && !editing && (
          <Button variant="light" size="xs" style={{ flex: 'none' }} onClick={() => setEditing(true)}>
            {t('link.make')}
          </Button>
        )}
        {link && !editing && (
          <Group gap={4} wrap="nowrap">
            <IconButton label={t('invite.editLink', { type: name })} onClick={() => setEditing(true)}>
              <IconPencil size={18} />
            </IconButton>
            <IconButton label={t('invite.deleteLink', { type: name })} onClick={() => remove.mutate(link.id)}>
              <IconTrash size={18} />
            </IconButton>
          </Group>
        )}
      </Group>
      {(link || editing) && (
        <Stack mt="sm">
          {link && <CopyField label={t('invite.linkOf', { type: name })} value={link.url} />}
          {editing && (
            <LinkTermsForm
              link={link}
              busy={set.isPending}
              onCancel={() => setEditing(false)}
              onSave={(terms) =>
                set.mutate({ ...terms, ...(link && { id: link.id }) }, { onSuccess: () => setEditing(false) })
              }
            />
          )}
        </Stack>
      )}
    </Paper>
  );
}

function LinkState({ link }: { link: InvitationLink }) {
  const { t } = useTranslation();
  const { expires, expired, limit, used } = link;
  const full = limit !== null && used >= limit;
  const until = expires ? t('invite.until', { date: formatMoment(expires) }) : t('invite.forever');
  const uses = limit === null ? t('invite.used', { count: used }) : t('invite.usedOf', { used, limit });
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {until} · {uses}
      </Text>
      {(expired || full) && <Badge color="red">{t(expired ? 'invite.expired' : 'invite.full')}</Badge>}
    </Group>
  );
}
