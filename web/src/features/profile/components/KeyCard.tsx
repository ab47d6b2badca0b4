import { Badge, Code, Group, Paper, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatMoment, formatWhen } from '@/shared/lib/format';
import { IconButton } from '@/shared/ui';
import { IconPencil, IconTrash } from '@/shared/ui/icons';
import { type ApiKey, useChangeKey } from '../api/keys';
import { AREAS, fromPermissions } from '../lib/scopes';

interface KeyCardProps {
  apiKey: ApiKey;
  /** Whose key it is; empty for one's own. */
  owner: string;
  onEdit: () => void;
  onDelete: () => void;
}

/** One key: what it may do, how long, and whether anything uses it. */
export function KeyCard({ apiKey, owner, onEdit, onDelete }: KeyCardProps) {
  const { t } = useTranslation();
  const change = useChangeKey();
  const { id, name, ending, permissions, created, lastUsed, expires, active } = apiKey;
  const expired = expires !== null && expires.getTime() < Date.now();
  const { reach, areas } = fromPermissions(permissions);
  const may =
    reach === 'some'
      ? AREAS.flatMap((area) => {
          const level = areas[area];
          return level === 'none' ? [] : [`${t(`keys.area.${area}`)} (${t(`keys.short.${level}`)})`];
        }).join(', ')
      : t(`keys.reach.${reach}`);
  const facts = [
    owner,
    created && t('keys.since', { date: formatWhen(created) }),
    lastUsed ? t('keys.lastUsed', { date: formatWhen(lastUsed) }) : t('keys.neverUsed'),
    expires && t('keys.until', { date: formatMoment(expires) }),
  ];

  return (
    <Paper component="li" withBorder p="md" radius="md" bg="var(--atrium-surface)">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Text>
            <Code>sk-…{ending}</Code>
            {expired && <Badge color="red">{t('keys.expired')}</Badge>}
          </Group>
          <Text size="sm">{may}</Text>
          <Text size="sm" c="dimmed">
            {facts.filter(Boolean).join(' · ')}
          </Text>
        </div>
        <Group gap={4} wrap="nowrap">
          <Switch
            aria-label={t('keys.active', { name })}
            checked={active && !expired}
            disabled={expired}
            onChange={(event) => change.mutate({ id, active: event.currentTarget.checked })}
            mr="xs"
          />
          <IconButton label={t('keys.edit', { name })} onClick={onEdit} disabled={expired}>
            <IconPencil size={18} />
          </IconButton>
          <IconButton label={t('keys.deleteOne', { name })} onClick={onDelete}>
            <IconTrash size={18} />
          </IconButton>
        </Group>
      </Group>
    </Paper>
  );
}
