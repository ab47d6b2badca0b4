import { Checkbox } from '@mantine/core';
import type { HTMLAttributes, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/IconButton';
import { IconDots } from '../ui/icons';
import type { RowItem } from './RowGrid';
import classes from './RowGrid.module.css';

interface RowProps {
  item: RowItem;
  index: number;
  selected: boolean;
  choosing: boolean;
  /** The one row that Tab leads to. */
  reachable: boolean;
  picture: ReactNode;
  mouse: HTMLAttributes<HTMLDivElement>;
  onToggle: () => void;
  onMenu: (anchor: HTMLElement) => void;
  children: ReactNode;
}

export function Row({
  item,
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
      data-key={item.key}
      data-choosing={choosing || undefined}
      tabIndex={reachable ? 0 : -1}
      className={classes.row}
      {...mouse}
    >
      <div role="gridcell" className={classes.pick}>
        {picture}
        <Checkbox
          className={classes.check}
          checked={selected}
          tabIndex={-1}
          aria-label={t('entries.choose', { name: item.name })}
          onChange={onToggle}
          onClick={(event) => event.stopPropagation()}
        />
      </div>
      {children}
      <div role="gridcell">
        <IconButton
          label={t('entries.actions', { name: item.name })}
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
