import { Badge, Button, Group, Paper, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatWhen } from '@/shared/lib/format';
import { IconButton } from '@/shared/ui';
import { IconHistory, IconPencil, IconTrash } from '@/shared/ui/icons';
import { useSwitchWebhook, useTriggers, type Webhook } from '../api/webhooks';
import { useTriggerText } from '../hooks/useTriggerText';
import { EVERYTHING, membersOf } from '../lib/triggers';

interface WebhookCardProps {
  webhook: Webhook;
  /** Whose it is; empty for one's own. */
  owner: string;
  onLog: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

/** So many triggers are named; the others are counted. */
const NAMED = 3;

/** One webhook: where it leads, what it hears of, and whether that is well. */
export function WebhookCard({ webhook, owner, onLog, onEdit, onDelete }: WebhookCardProps) {
  const { t } = useTranslation();
  const change = useSwitchWebhook();
  const { name, uri, enabled, target } = webhook;
  const hears = useSummary(webhook.triggers);
  return (
    <Paper component="li" aria-label={name} withBorder p="md" radius="md" bg="var(--atrium-surface)">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Text>
            <Health webhook={webhook} />
          </Group>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {uri}
          </Text>
          <Text size="sm" c="dimmed">
            {[owner, hears, target && t('webhooks.narrowed')].filter(Boolean).join(' · ')}
          </Text>
        </div>
        <Group gap={4} wrap="nowrap">
          <Switch
            aria-label={t('webhooks.active', { name })}
            checked={enabled}
            onChange={(event) => change.mutate({ webhook, on: event.currentTarget.checked })}
            mr="xs"
          />
          <IconButton label={t('webhooks.edit', { name })} onClick={onEdit}>
            <IconPencil size={18} />
          </IconButton>
          <IconButton label={t('webhooks.deleteOne', { name })} onClick={onDelete}>
            <IconTrash size={18} />
          </IconButton>
        </Group>
      </Group>
      <Button
        size="compact-sm"
        variant="subtle"
        mt={6}
        ml={-8}
        leftSection={<IconHistory size={16} aria-hidden />}
        aria-label={t('webhooks.logOf', { name })}
        onClick={onLog}
      >
        {t('webhooks.deliveries')}
      </Button>
    </Paper>
  );
}

function useSummary(triggers: number): string {
  const { t } = useTranslation();
  const all = useTriggers();
  const text = useTriggerText();
  if (triggers === EVERYTHING) return t('webhooks.everything');
  const members = membersOf(triggers, all.data ?? []);
  const named = members.slice(0, NAMED).map(({ name }) => text(name));
  const more = members.length - named.length;
  return [...named, ...(more > 0 ? [t('webhooks.more', { count: more })] : [])].join(', ');
}

/** How the last deliveries went. */
function Health({ webhook: { failed, succeeded, enabled } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  if (!failed && !succeeded) return <Badge color="gray">{t('webhooks.never')}</Badge>;
  const broken = failed !== null && (succeeded === null || failed > succeeded);
  const date = formatWhen((broken ? failed : succeeded) ?? new Date());
  if (!broken) return <Badge color="atrium">{t('webhooks.well', { date })}</Badge>;
  return <Badge color="red">{t(enabled ? 'webhooks.failing' : 'webhooks.switchedOff', { date })}</Badge>;
}
