import { Button, Group, Menu, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/shared/ui';
import { IconDots, IconX } from '@/shared/ui/icons';
import { ActionItems } from './ActionMenu';
import type { Action } from './action';
import classes from './SelectionBar.module.css';

interface SelectionBarProps {
  count: number;
  /** So many are in the whole list, where not all of them are loaded. */
  total?: number | undefined;
  actions: Action[];
  onClear: () => void;
}

/** Takes the place of the toolbar while something is chosen. */
export function SelectionBar({ count, total, actions, onClear }: SelectionBarProps) {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 62em)');
  const direct = actions.slice(0, narrow ? 0 : 5);
  const rest = actions.slice(direct.length);
  return (
    <Group
      className={classes.bar}
      role="toolbar"
      aria-label={t('entries.forChosen')}
      gap="xs"
      wrap="nowrap"
      justify="space-between"
    >
      <Group gap={4} wrap="nowrap">
        <IconButton label={t('entries.clear')} onClick={onClear}>
          <IconX size={18} />
        </IconButton>
        <Text fw={600} size="sm" style={{ whiteSpace: 'nowrap' }} role="status">
          {total === undefined ? t('entries.chosen', { count }) : t('entries.chosenOf', { count, total })}
        </Text>
      </Group>
      <Group gap={4} wrap="nowrap">
        {direct.map(({ id, label, icon: Glyph, danger, run }) => (
          <Button
            key={id}
            size="compact-md"
            variant="subtle"
            color={danger ? 'red' : 'gray'}
            leftSection={<Glyph size={17} aria-hidden />}
            onClick={run}
          >
            {label}
          </Button>
        ))}
        {rest.length > 0 && (
          <Menu position="bottom-end" width={224}>
            <Menu.Target>
              <IconButton label={t('entries.more')}>
                <IconDots size={18} />
              </IconButton>
            </Menu.Target>
            <Menu.Dropdown>
              <ActionItems actions={rest} />
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
    </Group>
  );
}
