import { useMediaQuery } from '@mantine/hooks';
import { type CSSProperties, type MouseEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionMenu, type MenuPoint } from './ActionMenu';
import type { Action } from './action';
import { Row } from './Row';
import classes from './RowGrid.module.css';
import { useGridKeys } from './useGridKeys';
import { useRowWindow } from './useRowWindow';
import type { Keyed, SelectionControl } from './useSelection';

export interface RowItem extends Keyed {
  name: string;
}

interface RowGridProps<T extends RowItem> {
  items: T[];
  total: number;
  label: string;
  selection: SelectionControl<T>;
  /** The headings, one a column; the first stands over the picture, too. */
  headings: { id: string; label: string; className?: string }[];
  /** Sets `--columns`: the tracks between the picture and the menu button. */
  className?: string;
  /** What stands at the beginning of a row, where the checkbox appears. */
  picture: (item: T) => ReactNode;
  /** The cells of a row, one a heading, each with the role `gridcell`. */
  cells: (item: T) => ReactNode;
  /** The verbs for chosen items; the one called `open` is what Enter and a double click do. */
  actionsFor: (items: T[]) => Action[];
  onNearEnd: () => void;
}

const HEIGHT = 60;

/** A list of rows to choose from with mouse, thumb and keyboard. */
export function RowGrid<T extends RowItem>(props: RowGridProps<T>) {
  const { items, total, label, selection, headings, className, picture, cells, actionsFor, onNearEnd } = props;
  const { t } = useTranslation();
  const touch = useMediaQuery('(hover: none)');
  const box = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<MenuPoint | null>(null);
  const cursor = selection.cursor?.key ?? null;
  const cursorLine = cursor === null ? -1 : items.findIndex(({ key }) => key === cursor);
  const count = items.length;
  const lines = useRowWindow({ box, count, lines: count, height: HEIGHT, cursor, cursorLine, onNearEnd });

  const subjects = selection.chosen.length > 0 ? selection.chosen : selection.cursor ? [selection.cursor] : [];
  const menuAt = (element: Element) => {
    const { left, bottom } = element.getBoundingClientRect();
    setMenu({ x: left + 12, y: bottom - 8 });
  };
  const onKeys = useGridKeys({ selection, actions: () => actionsFor(subjects), openMenu: menuAt });
  const open = (item: T) =>
    actionsFor([item])
      .find(({ id }) => id === 'open')
      ?.run();
  const onlyThis = (item: T) => {
    if (!selection.has(item.key)) selection.click(item.key, { toggle: false, extend: false });
  };

  const mouse = (item: T) => ({
    onClick: (event: MouseEvent) => {
      const how = { toggle: event.ctrlKey || event.metaKey, extend: event.shiftKey };
      if (touch && selection.chosen.length === 0) open(item);
      else selection.click(item.key, touch ? { toggle: true, extend: false } : how);
    },
    onDoubleClick: () => !touch && open(item),
    onFocus: () => selection.stand(item.key),
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      onlyThis(item);
      setMenu({ x: event.clientX, y: event.clientY });
    },
  });

  const reachable = cursor ?? items[0]?.key;
  const row = (index: number): ReactNode => {
    const item = items[index];
    if (!item) return null;
    return (
      <Row
        key={item.key}
        item={item}
        index={index}
        selected={selection.has(item.key)}
        choosing={selection.chosen.length > 0}
        reachable={item.key === reachable}
        picture={picture(item)}
        mouse={mouse(item)}
        onToggle={() => selection.toggle(item.key)}
        onMenu={(anchor) => {
          onlyThis(item);
          menuAt(anchor);
        }}
      >
        {cells(item)}
      </Row>
    );
  };

  return (
    <>
      <div
        ref={box}
        role="grid"
        tabIndex={-1}
        aria-label={label}
        aria-multiselectable="true"
        aria-rowcount={total + 1}
        className={`${classes.list} ${className ?? ''}`}
        onKeyDown={(event) => onKeys(event, 1)}
      >
        <div role="row" aria-rowindex={1} className={classes.heading}>
          {headings.map((heading) => (
            <span key={heading.id} role="columnheader" className={heading.className}>
              {heading.label}
            </span>
          ))}
          <span />
        </div>
        {lines ? (
          <div role="presentation" style={{ height: lines.height, position: 'relative' }}>
            {lines.items.map(({ key, index, top }) => (
              <div key={key} role="presentation" className={classes.slot} style={shifted(top)}>
                {row(index)}
              </div>
            ))}
          </div>
        ) : (
          items.map((_, index) => row(index))
        )}
      </div>
      <ActionMenu at={menu} actions={actionsFor(subjects)} label={t('entries.more')} onClose={() => setMenu(null)} />
    </>
  );
}

function shifted(top: number): CSSProperties {
  return { transform: `translateY(${top}px)` };
}
