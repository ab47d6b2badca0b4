import { Anchor, Badge, Group, Image, Paper, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDay } from '@/shared/lib/format';
import { IconButton } from '@/shared/ui';
import { IconPlug, IconSettings, IconTrash } from '@/shared/ui/icons';
import { type Plugin, useChangePlugin } from '../api/plugins';
import classes from './PluginCard.module.css';

interface PluginCardProps {
  plugin: Plugin;
  onSettings: () => void;
  onDelete: () => void;
}

/** One plugin: what it is, who made it, whether it is at work. */
export function PluginCard({ plugin, onSettings, onDelete }: PluginCardProps) {
  const { t } = useTranslation();
  const change = useChangePlugin();
  const { title, description, version, author, license, homePage, system, enabled, settings, by, since } = plugin;
  const facts = [
    version && t('plugins.version', { version }),
    author,
    license,
    by && since && t('plugins.since', { who: by, date: formatDay(since) }),
  ];
  return (
    <Paper
      component="li"
      aria-label={title}
      withBorder
      p="md"
      radius="md"
      bg="var(--atrium-surface)"
      className={classes.card}
    >
      <Picture plugin={plugin} />
      <div className={classes.words}>
        <Group gap="xs">
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Text>
          {system && <Badge color="gray">{t('plugins.system')}</Badge>}
        </Group>
        {description && <Text size="sm">{description}</Text>}
        <Text size="sm" c="dimmed">
          {facts.filter(Boolean).join(' · ')}
        </Text>
        {homePage && (
          <Anchor size="sm" href={homePage} target="_blank" rel="noopener noreferrer">
            {t('plugins.homePage')}
          </Anchor>
        )}
      </div>
      <Group gap={4} wrap="nowrap" className={classes.verbs}>
        <Switch
          aria-label={t('plugins.active', { name: title })}
          checked={enabled}
          onChange={(event) => change.mutate({ plugin, enabled: event.currentTarget.checked, settings })}
          mr="xs"
        />
        <IconButton label={t('plugins.settingsOf', { name: title })} onClick={onSettings}>
          <IconSettings size={18} />
        </IconButton>
        <IconButton label={t('plugins.deleteOne', { name: title })} onClick={onDelete}>
          <IconTrash size={18} />
        </IconButton>
      </Group>
    </Paper>
  );
}

const SIDE = 48;

function Picture({ plugin: { picture, enabled } }: { plugin: Plugin }) {
  const style = enabled ? undefined : { filter: 'grayscale(1)', opacity: 0.6 };
  if (picture) return <Image src={picture} alt="" w={SIDE} h={SIDE} radius="md" fit="contain" style={style} />;
  return (
    <div className={classes.none} style={style}>
      <IconPlug size={24} aria-hidden />
    </div>
  );
}
