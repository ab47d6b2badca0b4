import { useElementSize, useMediaQuery, useMergedRef } from '@mantine/hooks';
import {
  type CSSProperties,
  type HTMLAttributes,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { ActionMenu, type MenuPoint } from './ActionMenu';
import type { Action } from './action';
import { type Layout, touched } from './geometry';
import { Row } from './Row';
import classes from './RowGrid.module.css';
import { Tile } from './Tile';
import { useGridKeys } from './useGridKeys';
import { useLasso } from './useLasso';
import { useRowWindow } from './useRowWindow';
import type { Keyed, SelectionControl } from './useSelection';

/** How a list looks: rows, low rows, or tiles. */
export type Look = 'list' | 'compact' | 'tiles';

/** What a row or a tile needs to be dragged, and to be dropped on. */
export type DragProps = HTMLAttributes<HTMLDivElement> & { draggable?: boolean };

export interface TileLook<T> {
  /** Least width and exact height in pixels. */
  width: number;
  height: number;
  /** Tiles side by side even on the narrowest screen. */
  least: number;
  content: (item: T) => ReactNode;
}

interface RowGridProps<T extends Keyed> {
  items: T[];
  /** Place of the first item in the whole list; absent where a list grows from the top. */
  start?: number;
  total: number;
  label: string;
  /** What an item is called, for those who do not see it. */
  nameOf: (item: T) => string;
  selection: SelectionControl<T>;
  /** The headings, one a column; the first stands over the picture, too. */
  headings: { id: string; label: string; className?: string }[];
  /** Sets `--columns`: the tracks between the picture and the menu button. */
  className?: string;
  /** The same, where somebody wishes other columns than usual. */
  tracks?: string | undefined;
  /** The place of the list that is in sight at first. */
  begin?: number;
  /** What stands at the beginning of a row, where the checkbox appears. */
  picture: (item: T) => ReactNode;
  /** The cells of a row, one a heading, each with the role `gridcell`. */
  cells: (item: T) => ReactNode;
  /** The verbs for chosen items; the one called `open` is what Enter and a double click do. */
  actionsFor: (items: T[]) => Action[];
  look?: Look;
  tiles?: TileLook<T>;
  /** A plain click opens instead of choosing. */
  opensAtOnce?: boolean;
  dragProps?: (item: T) => DragProps;
  /** An item is being edited in place. */
  editing?: boolean;
  /** These places of the list are in sight. */
  onSeen: (first: number, last: number) => void;
}

const HEIGHTS = { list: 60, compact: 36 };
const GAP = 16;

/** A list of rows or tiles to choose from with mouse, thumb and keyboard. */
export function RowGrid<T extends Keyed>(props: RowGridProps<T>) {
  const {
    items,
    start,
    total,
    label,
    nameOf,
    selection,
    headings,
    className,
    picture,
    cells,
    actionsFor,
    tiles,
    onSeen,
  } = props;
  const { look = 'list', opensAtOnce = false, dragProps, editing = false } = props;
  const { t } = useTranslation();
  const touch = useMediaQuery('(hover: none)');
  const box = useRef<HTMLDivElement>(null);
  const lines = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize();
  const ofLines = useMergedRef(lines, sized);
  const [menu, setMenu] = useState<MenuPoint | null>(null);

  const tiled = look === 'tiles' && tiles ? tiles : null;
  const layout: Layout = tiled
    ? {
        columns: Math.max(tiled.least, Math.floor((width + GAP) / (tiled.width + GAP))),
        height: tiled.height + GAP,
        gap: GAP,
        width,
      }
    : { columns: 1, height: HEIGHTS[look === 'compact' ? 'compact' : 'list'], gap: 0, width };
  const { columns } = layout;
  const from = start ?? 0;
  const count = start === undefined ? items.length : Math.max(total, from + items.length);
  const lineCount = Math.ceil(count / columns);

  const cursor = selection.cursor?.key ?? null;
  const cursorAt = cursor === null ? -1 : items.findIndex(({ key }) => key === cursor);
  const cursorLine = cursorAt < 0 ? -1 : Math.floor((from + cursorAt) / columns);
  const seen = useRowWindow({
    box: lines,
    count,
    lines: lineCount,
    height: layout.height,
    cursor,
    cursorLine,
    editing,
    onSeen: useCallback((first, last) => onSeen(first * columns, (last + 1) * columns - 1), [onSeen, columns]),
  });

  const begun = useRef<ReadonlySet<string>>(new Set());
  const lasso = useLasso({
    lines,
    onBegin: () => {
      begun.current = new Set(selection.chosen.map(({ key }) => key));
    },
    onArea: (area, adding) => {
      const held = touched(area, layout, count).flatMap((at) => items[at - from]?.key ?? []);
      selection.frame(held, adding ? begun.current : new Set());
    },
    onMiss: selection.clear,
  });

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

  const mouse = (item: T): DragProps => ({
    // A link in the row does not lead away while one chooses.
    onClickCapture: (event: MouseEvent) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
      const onLink = event.target instanceof Element && event.target.closest('a') !== null;
      if (onLink && (!plain || selection.chosen.length > 0)) event.preventDefault();
    },
    onClick: (event: MouseEvent) => {
      const how = { toggle: event.ctrlKey || event.metaKey, extend: event.shiftKey };
      const plain = !how.toggle && !how.extend;
      if (plain && (touch || opensAtOnce) && selection.chosen.length === 0) {
        if (!event.defaultPrevented) open(item);
        return;
      }
      selection.click(item.key, plain && (touch || opensAtOnce) ? { toggle: true, extend: false } : how);
    },
    onDoubleClick: () => !touch && !opensAtOnce && open(item),
    onFocus: () => selection.stand(item.key),
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      onlyThis(item);
      setMenu({ x: event.clientX, y: event.clientY });
    },
    ...dragProps?.(item),
  });

  const reachable = cursor ?? items[0]?.key;
  const common = (item: T) => ({
    id: item.key,
    name: nameOf(item),
    selected: selection.has(item.key),
    choosing: selection.chosen.length > 0,
    reachable: item.key === reachable,
    mouse: mouse(item),
    onToggle: () => selection.toggle(item.key),
    onMenu: (anchor: HTMLElement) => {
      onlyThis(item);
      menuAt(anchor);
    },
  });
  const line = (index: number): ReactNode => {
    if (tiled) {
      const places = Array.from(
        { length: Math.min(columns, count - index * columns) },
        (_, at) => index * columns + at,
      );
      return (
        <div key={index} role="row" aria-rowindex={index + 1} className={classes.tileLine}>
          {places.map((place) => {
            const item = items[place - from];
            return item ? (
              <Tile key={item.key} {...common(item)}>
                {tiled.content(item)}
              </Tile>
            ) : (
              <div key={place} role="gridcell" className={classes.missingTile} />
            );
          })}
        </div>
      );
    }
    const item = items[index - from];
    if (!item) return <div key={index} role="row" aria-rowindex={index + 2} className={classes.missing} />;
    return (
      <Row key={item.key} index={index} picture={picture(item)} {...common(item)}>
        {cells(item)}
      </Row>
    );
  };

  useBeginning(lines, props.begin ?? 0, count, (place) => Math.floor(place / columns) * layout.height);
  const style = {
    '--tiles': columns,
    '--tile-height': `${tiled?.height}px`,
    ...(props.tracks && { '--columns': props.tracks }),
  } as CSSProperties;
  return (
    <>
      <div
        ref={box}
        role="grid"
        tabIndex={-1}
        aria-label={label}
        aria-multiselectable="true"
        aria-rowcount={tiled ? lineCount : total + 1}
        data-look={look}
        className={`${classes.list} ${className ?? ''}`}
        style={style}
        // Keys pressed before the focus is in the menu are not for the list behind it.
        onKeyDown={(event) => menu === null && onKeys(event, columns)}
      >
        {!tiled && (
          <div role="row" aria-rowindex={1} className={classes.heading}>
            {headings.map((heading) => (
              <span key={heading.id} role="columnheader" className={heading.className}>
                {heading.label}
              </span>
            ))}
            <span />
          </div>
        )}
        <div
          ref={ofLines}
          role="presentation"
          className={classes.lines}
          style={seen ? { height: seen.height } : undefined}
        >
          {seen
            ? seen.items.map(({ key, index, top }) => (
                <div key={key} role="presentation" className={classes.slot} style={shifted(top)}>
                  {line(index)}
                </div>
              ))
            : Array.from({ length: lineCount }, (_, index) => line(index))}
          {lasso && (
            <div
              className={classes.lasso}
              style={{
                left: lasso.left,
                top: lasso.top,
                width: lasso.right - lasso.left,
                height: lasso.bottom - lasso.top,
              }}
            />
          )}
        </div>
      </div>
      <ActionMenu at={menu} actions={actionsFor(subjects)} label={t('entries.more')} onClose={() => setMenu(null)} />
    </>
  );
}

/** What the toolbar covers at the top, and a line more, so that one sees that there is something before. */
const ABOVE = 120;

/** Brings a place of the list into sight, once it is there. */
function useBeginning(
  lines: RefObject<HTMLElement | null>,
  begin: number,
  count: number,
  topOf: (at: number) => number,
) {
  const done = useRef(begin === 0);
  useEffect(() => {
    if (done.current || count <= begin || !lines.current) return;
    done.current = true;
    const top = lines.current.getBoundingClientRect().top + window.scrollY;
    window.scrollTo({ top: top + topOf(begin) - ABOVE });
  }, [lines, begin, count, topOf]);
}

function shifted(top: number): CSSProperties {
  return { transform: `translateY(${top}px)` };
}
