import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/IconButton';
import { IconDots } from '../ui/icons';
import type { ItemProps } from './Row';
import classes from './RowGrid.module.css';

/** An item as a tile: its content, with the checkbox and the menu over it. */
export function Tile({ id, name, selected, choosing, reachable, mouse, onToggle, onMenu, children }: ItemProps) {
  const { t } = useTranslation();
  return (
    <div
      role="gridcell"
      aria-selected={selected}
      data-key={id}
      data-choosing={choosing || undefined}
      data-grip
      tabIndex={reachable ? 0 : -1}
      className={classes.tile}
      {...mouse}
    >
      {children}
      <Checkbox
        className={classes.tileCheck}
        checked={selected}
        tabIndex={-1}
        aria-label={t('entries.choose', { name })}
        onChange={onToggle}
        onClick={(event) => event.stopPropagation()}
      />
      <IconButton
        label={t('entries.actions', { name })}
        aria-haspopup="menu"
        size="md"
        tabIndex={-1}
        className={classes.tileMenu}
        onClick={(event) => {
          event.stopPropagation();
          event.preventDefault();
          onMenu(event.currentTarget);
        }}
      >
        <IconDots size={17} />
      </IconButton>
    </div>
  );
}
