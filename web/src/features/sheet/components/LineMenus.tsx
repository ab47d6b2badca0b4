import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusBack } from '@/shared/ui';
import { IconTable } from '@/shared/ui/icons';
import { stay, useTool } from '@/shared/ui/tools';
import type { Deeds } from '../hooks/useDeeds';
import type { Selection } from '../hooks/useSelection';
import { MAX_COLUMNS, MAX_ROWS } from '../lib/address';
import type { SheetInfo } from '../lib/book';
import type { Axis } from '../lib/deeds';
import classes from './Sheet.module.css';

interface LineItemsProps {
  info: SheetInfo;
  selection: Selection;
  deeds: Deeds;
  onSize: (axis: Axis) => void;
}

/** What can be done to the rows and columns of what is selected. */
function LineItems({ info, selection: { range, active }, deeds, onSize }: LineItemsProps) {
  const { t } = useTranslation();
  const wholeColumns = range.top === 0 && range.bottom === MAX_ROWS - 1;
  const wholeRows = range.left === 0 && range.right === MAX_COLUMNS - 1;
  const frozen = info.frozen[0] + info.frozen[1] > 0;
  const hidden = (axis: Axis) => {
    const [first, last] = axis === 'rows' ? [range.top, range.bottom] : [range.left, range.right];
    const sizes = axis === 'rows' ? info.heights : info.widths;
    return sizes.some(([line, size]) => size === 0 && line >= first && line <= last);
  };
  const of = (axis: Axis) => {
    const name = axis === 'rows' ? 'Rows' : 'Columns';
    return (
      <>
        <Menu.Item onClick={() => deeds.insert(axis, false)}>{t(`sheet.do.before${name}`)}</Menu.Item>
        <Menu.Item onClick={() => deeds.insert(axis, true)}>{t(`sheet.do.behind${name}`)}</Menu.Item>
        <Menu.Item onClick={() => onSize(axis)}>{t(`sheet.do.size${name}`)}</Menu.Item>
        <Menu.Item onClick={() => deeds.size(axis, 0)}>{t(`sheet.do.hide${name}`)}</Menu.Item>
        {hidden(axis) && <Menu.Item onClick={() => deeds.size(axis, null)}>{t(`sheet.do.show${name}`)}</Menu.Item>}
        <Menu.Item color="red" onClick={() => deeds.remove(axis)}>
          {t(`sheet.do.delete${name}`)}
        </Menu.Item>
      </>
    );
  };
  return (
    <>
      {!wholeColumns && of('rows')}
      {!wholeColumns && !wholeRows && <Menu.Divider />}
      {!wholeRows && of('columns')}
      <Menu.Divider />
      {frozen ? (
        <Menu.Item onClick={() => deeds.freeze(false)}>{t('sheet.do.unfreeze')}</Menu.Item>
      ) : (
        <Menu.Item disabled={active.row + active.column === 0} onClick={() => deeds.freeze(true)}>
          {t('sheet.do.freeze')}
        </Menu.Item>
      )}
    </>
  );
}

/** Rows and columns, from the bar. */
export function LineTool(props: LineItemsProps) {
  const { t } = useTranslation();
  const tool = useTool('rowsColumns');
  const [open, setOpen] = useState(false);
  const label = t('sheet.do.rowsColumns');
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-start" returnFocus>
      <Menu.Target>
        <Tooltip label={label} disabled={open}>
          <ActionIcon {...tool} size={32} aria-label={label} className={classes.ink ?? ''} onMouseDown={stay}>
            <IconTable size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown className={classes.choices ?? ''}>
        <LineItems {...props} />
      </Menu.Dropdown>
    </Menu>
  );
}

interface CellMenuProps extends LineItemsProps {
  at: { x: number; y: number };
  onClose: () => void;
}

/** What can be done to a cell, where somebody asked for it. */
export function CellMenu({ at, onClose, ...props }: CellMenuProps) {
  const { t } = useTranslation();
  const { deeds } = props;
  useFocusBack();
  return (
    <Menu opened onClose={onClose} position="bottom-start">
      <Menu.Target>
        <div style={{ position: 'fixed', left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown className={classes.choices ?? ''} aria-label={t('sheet.cellMenu')}>
        <LineItems {...props} />
        <Menu.Divider />
        <Menu.Item onClick={() => deeds.sort(false)}>{t('sheet.do.sortUp')}</Menu.Item>
        <Menu.Item onClick={() => deeds.sort(true)}>{t('sheet.do.sortDown')}</Menu.Item>
        <Menu.Item onClick={() => deeds.dress({ plain: true })}>{t('sheet.do.clear')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
