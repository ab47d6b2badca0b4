import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '@/shared/lib/store';
import { useClipboard } from '../hooks/useClipboard';
import type { Cursor } from '../hooks/useCursors';
import type { Deeds } from '../hooks/useDeeds';
import { useKeys } from '../hooks/useKeys';
import { useResize } from '../hooks/useResize';
import type { Selection } from '../hooks/useSelection';
import { columnName, MAX_COLUMNS, MAX_ROWS, nameOf, type Place, within } from '../lib/address';
import type { Book, SheetInfo } from '../lib/book';
import { HEAD, MARGIN } from '../lib/metrics';
import { layoutOf, sightOf } from '../lib/window';
import { idOf } from './Cell';
import { CellField } from './CellField';
import { Marks } from './Marks';
import { Row } from './Row';
import classes from './Sheet.module.css';

interface GridProps {
  book: Book;
  sheet: number;
  info: SheetInfo;
  selection: Selection;
  cursors: Cursor[];
  mayEdit: boolean;
  /** What is being typed into the active cell; nothing when nobody types. */
  typing: string | null;
  onTyping: (input: string | null) => void;
  onType: (input: string) => void;
  deeds: Deeds;
  /** Somebody asks what can be done, there in the window. */
  onMenu: (x: number, y: number) => void;
  /** The filter of a column. */
  onChoose: (column: number) => void;
}

const SPARE_ROWS = 60;
const SPARE_COLUMNS = 6;

/** The cells of a sheet: only those in sight are drawn. */
export function Grid(props: GridProps) {
  const { book, sheet, info, selection, cursors, mayEdit, typing, onTyping, onType, deeds, onMenu, onChoose } = props;
  const { t } = useTranslation();
  const turn = useStore(book.turn);
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ left: 0, top: 0, width: 1280, height: 800 });
  const { active, end, range } = selection;
  // Whole rows and columns reach to the end, which is not laid out for them.
  const far = {
    row: end.row === MAX_ROWS - 1 ? active.row : Math.max(active.row, end.row),
    column: end.column === MAX_COLUMNS - 1 ? active.column : Math.max(active.column, end.column),
  };
  const rowCount = Math.min(Math.max(info.rows, far.row, 100) + SPARE_ROWS, MAX_ROWS);
  const columnCount = Math.min(Math.max(info.columns, far.column, 26) + SPARE_COLUMNS, MAX_COLUMNS);
  const layout = useMemo(() => layoutOf(info, rowCount, columnCount), [info, rowCount, columnCount]);
  const sight = sightOf(layout, view);
  const width = MARGIN + layout.columns.start(columnCount);
  const height = layout.rows.start(rowCount);

  const measure = useCallback(() => {
    const element = place.current;
    if (!element) return;
    const { scrollLeft: left, scrollTop: top, clientWidth, clientHeight } = element;
    setView({ left, top, width: clientWidth, height: clientHeight });
  }, []);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    // Who walks through the tabs stays there.
    if (document.activeElement === document.body) element.focus();
    return () => watch.disconnect();
  }, [measure]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was told may make it ask again
  useEffect(() => {
    book.look(sheet, 0, Math.max(layout.frozenRows - 1, 0));
    book.look(sheet, sight.top, sight.bottom);
  }, [book, sheet, sight.top, sight.bottom, turn]);

  // What is selected comes into sight, whole rows and columns excepted.
  useEffect(() => {
    const element = place.current;
    if (!element || end.row === MAX_ROWS - 1 || end.column === MAX_COLUMNS - 1) return;
    const [top, left] = [layout.rows.start(end.row), layout.columns.start(end.column)];
    const [bottom, right] = [top + layout.rows.size(end.row), left + layout.columns.size(end.column)];
    const [above, before] = [layout.rows.start(layout.frozenRows), layout.columns.start(layout.frozenColumns)];
    if (end.row >= layout.frozenRows) {
      if (top - above < element.scrollTop) element.scrollTop = top - above;
      else if (bottom + HEAD > element.scrollTop + element.clientHeight)
        element.scrollTop = bottom + HEAD - element.clientHeight;
    }
    if (end.column >= layout.frozenColumns) {
      if (left - before < element.scrollLeft) element.scrollLeft = left - before;
      else if (right + MARGIN > element.scrollLeft + element.clientWidth)
        element.scrollLeft = right + MARGIN - element.clientWidth;
    }
  }, [end, layout]);

  const clipboard = useClipboard(book, sheet, selection, mayEdit);
  const page = Math.max(Math.floor((view.height - HEAD) / 24) - 1, 1);
  const onKeyDown = useKeys({
    book,
    sheet,
    selection,
    mayEdit,
    page,
    onEdit: onTyping,
    onDress: deeds.toggle,
    onChoose: (column) => isFiltered(info, column) && onChoose(column),
  });
  const resize = useResize(layout, deeds.size);

  const at = (event: PointerEvent): Place | null => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    return cell ? { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) } : null;
  };
  const onPointerDown = (event: PointerEvent) => {
    const found = at(event);
    const line = lineAt(event);
    if (!(found || line) || (event.target as HTMLElement).closest('button')) return;
    if (event.button !== 0) {
      // The menu is about what is selected when it was asked for there.
      const inside = found ? within(found, range) : line && within(line[0], range) && within(line[1], range);
      if (!inside && line) selection.select(...line);
      else if (!inside && found) selection.go(found);
      return;
    }
    if (mayEdit && resize.begin(event)) return;
    if (typing !== null) {
      onType(typing);
      onTyping(null);
    }
    if (line) selection.select(...line);
    else if (found) selection.go(found, event.shiftKey);
  };
  const onPointerMove = (event: PointerEvent) => {
    const found = event.pointerType === 'mouse' && event.buttons === 1 && typing === null ? at(event) : null;
    if (found && (found.row !== end.row || found.column !== end.column)) selection.go(found, true);
  };
  const onContextMenu = (event: MouseEvent) => {
    if (!mayEdit || typing !== null) return;
    event.preventDefault();
    const byKey = event.clientX === 0 && event.clientY === 0 ? document.getElementById(idOf(active)) : null;
    const box = byKey?.getBoundingClientRect();
    onMenu(box?.left ?? event.clientX, box?.bottom ?? event.clientY);
  };
  const onDone = (input: string | null, rows: number, columns: number) => {
    if (input !== null) onType(input);
    onTyping(null);
    if (rows !== 0 || columns !== 0) selection.move(rows, columns);
    if (input === null || rows !== 0 || columns !== 0) place.current?.focus();
  };

  const rows = new Set<number>();
  for (let row = sight.top; row <= sight.bottom; row += 1) {
    rows.add(row);
    // A merged cell is drawn by its first row, which may be out of sight.
    const merge = layout.covered(row, sight.left);
    if (merge && merge.top >= layout.frozenRows) rows.add(merge.top);
  }
  const columns = Array.from({ length: Math.max(sight.right - sight.left + 1, 0) }, (_, index) => sight.left + index);
  const row = { book, sheet, layout, columns, range, width, info, mayEdit, onChoose };
  const letters = [...Array.from({ length: layout.frozenColumns }, (_, column) => column), ...columns];
  const shift = (column: number) => (column < layout.frozenColumns ? view.left : 0);

  return (
    <div
      ref={place}
      role="grid"
      tabIndex={0}
      className={classes.grid}
      aria-label={t('sheet.grid', { name: info.name })}
      aria-rowcount={rowCount + 1}
      aria-colcount={columnCount + 1}
      aria-multiselectable
      aria-readonly={!mayEdit}
      aria-activedescendant={idOf(active)}
      onScroll={measure}
      onKeyDown={(event: KeyboardEvent) => typing === null && onKeyDown(event)}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onContextMenu={onContextMenu}
      onDoubleClick={() => mayEdit && onTyping(book.input(sheet, active))}
      {...(typing === null ? clipboard : {})}
    >
      <div role="presentation" className={classes.canvas} style={{ width, height: height + HEAD }}>
        <div role="row" aria-rowindex={1} className={classes.head} style={{ width }}>
          <div role="columnheader" aria-colindex={1} className={classes.corner} aria-label={t('sheet.rows')} />
          {letters.map(
            (column) =>
              layout.columns.size(column) > 0 && (
                <div
                  key={column}
                  role="columnheader"
                  aria-colindex={column + 2}
                  data-frozen={column < layout.frozenColumns || undefined}
                  data-letter={column}
                  data-active={(column >= range.left && column <= range.right) || undefined}
                  className={classes.letter}
                  style={{
                    left: MARGIN + layout.columns.start(column) + shift(column),
                    width: layout.columns.size(column),
                  }}
                >
                  {columnName(column)}
                  {mayEdit && <span className={classes.edge} data-edge="columns" data-at={column} />}
                </div>
              ),
          )}
        </div>
        {Array.from({ length: layout.frozenRows }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the row
          <Row key={index} {...row} row={index} stays={HEAD + layout.rows.start(index)} scrolled={view.left} />
        ))}
        <div role="presentation" style={{ position: 'absolute', top: HEAD, left: 0 }}>
          {[...rows].map((index) => (
            <Row key={index} {...row} row={index} stays={undefined} scrolled={view.left} />
          ))}
        </div>
        {resize.mark && <div className={classes.sizing} style={resize.mark} aria-hidden />}
        <Marks layout={layout} selection={selection} cursors={cursors} view={view} />
        {typing !== null && (
          <CellField
            label={t('sheet.cell', { name: nameOf(active) })}
            input={typing}
            style={{
              top: HEAD + layout.rows.start(active.row) + (active.row < layout.frozenRows ? view.top : 0),
              left: MARGIN + layout.columns.start(active.column) + shift(active.column),
              minHeight: layout.rows.size(active.row) + 1,
              minWidth: layout.columns.size(active.column) + 1,
              zIndex: 7,
            }}
            onType={onTyping}
            onDone={onDone}
          />
        )}
      </div>
    </div>
  );
}

/** Whether a column has a filter. */
function isFiltered({ filter }: SheetInfo, column: number): boolean {
  return filter !== null && column >= filter[1] && column <= filter[3];
}

/** The whole row or column whose number or letter was pressed. */
function lineAt(event: PointerEvent): [Place, Place] | null {
  const head = (event.target as HTMLElement).closest<HTMLElement>('[data-line], [data-letter]');
  if (!head) return null;
  const { line, letter } = head.dataset;
  if (line !== undefined)
    return [
      { row: Number(line), column: 0 },
      { row: Number(line), column: MAX_COLUMNS - 1 },
    ];
  return [
    { row: 0, column: Number(letter) },
    { row: MAX_ROWS - 1, column: Number(letter) },
  ];
}
