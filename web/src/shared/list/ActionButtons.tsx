import { Button, Group, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/IconButton';
import { IconDots } from '../ui/icons';
import { ActionItems } from './ActionMenu';
import type { Action } from './action';

/** The first verbs as buttons, the rest behind a menu. */
export function ActionButtons({ actions, direct = 2 }: { actions: Action[]; direct?: number }) {
  const { t } = useTranslation();
  if (actions.length === 0) return null;
  const rest = actions.slice(direct);
  return (
    <Group gap="xs">
      {actions.slice(0, direct).map(({ id, label, icon: Glyph, danger, run }) => (
        <Button
          key={id}
          size="xs"
          variant="light"
          color={danger ? 'red' : undefined}
          leftSection={<Glyph size={16} aria-hidden />}
          onClick={run}
        >
          {label}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu position="bottom-end" width={232}>
          <Menu.Target>
            <IconButton label={t('entries.more')} variant="default" size={30}>
              <IconDots size={16} />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            <ActionItems actions={rest} />
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}
