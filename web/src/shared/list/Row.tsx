import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/IconButton';
import { IconDots } from '../ui/icons';
import type { DragProps } from './RowGrid';
import classes from './RowGrid.module.css';

/** What rows and tiles have in common. */
export interface ItemProps {
  id: string;
  name: string;
  selected: boolean;
  choosing: boolean;
  /** The one row that Tab leads to. */
  reachable: boolean;
  mouse: DragProps;
  onToggle: () => void;
  onMenu: (anchor: HTMLElement) => void;
  children: ReactNode;
}

interface RowProps extends ItemProps {
  index: number;
  picture: ReactNode;
}

export function Row({
  id,
  name,
  index,
  selected,
  choosing,
  reachable,
  picture,
  mouse,
  onToggle,
  onMenu,
  children,
}: RowProps) {
  const { t } = useTranslation();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-key={id}
      data-choosing={choosing || undefined}
      tabIndex={reachable ? 0 : -1}
      className={classes.row}
      {...mouse}
    >
      <div role="gridcell" className={classes.pick} data-grip>
        {picture}
        <Checkbox
          className={classes.check}
          checked={selected}
          tabIndex={-1}
          aria-label={t('entries.choose', { name })}
          onChange={onToggle}
          onClick={(event) => event.stopPropagation()}
        />
      </div>
      {children}
      <div role="gridcell">
        <IconButton
          label={t('entries.actions', { name })}
          aria-haspopup="menu"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            onMenu(event.currentTarget);
          }}
        >
          <IconDots size={18} />
        </IconButton>
      </div>
    </div>
  );
}
