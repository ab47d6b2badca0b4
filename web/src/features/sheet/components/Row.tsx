import { useTranslation } from 'react-i18next';
import { type Range, within } from '../lib/address';
import type { Book, SheetInfo } from '../lib/book';
import { MARGIN } from '../lib/metrics';
import type { Layout } from '../lib/window';
import { Cell } from './Cell';
import classes from './Sheet.module.css';

interface RowProps {
  book: Book;
  sheet: number;
  layout: Layout;
  row: number;
  columns: number[];
  range: Range;
  width: number;
  /** Where it stays when it is frozen. */
  stays: number | undefined;
  info: SheetInfo;
  mayEdit: boolean;
  onChoose: (column: number) => void;
  /** How far the columns are scrolled: frozen ones move along. */
  scrolled: number;
}

/** A row: its number, the columns that stay in sight, and those one looks at. */
export function Row(props: RowProps) {
  const { book, sheet, layout, row, columns, range, width, stays, scrolled, info, mayEdit, onChoose } = props;
  const { t } = useTranslation();
  const height = layout.rows.size(row);
  if (height === 0) return null;
  const frozen = Array.from({ length: layout.frozenColumns }, (_, column) => column);
  const shown = [...frozen, ...columns].filter((column) => {
    if (layout.columns.size(column) === 0) return false;
    const merge = layout.covered(row, column);
    return !merge || (merge.top === row && merge.left === column);
  });
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      className={classes.row}
      data-frozen={stays !== undefined || undefined}
      style={stays === undefined ? { top: layout.rows.start(row), height, width } : { top: stays, height, width }}
    >
      <div
        role="rowheader"
        aria-colindex={1}
        data-active={(row >= range.top && row <= range.bottom) || undefined}
        data-line={row}
        className={classes.number}
        aria-label={t('sheet.row', { row: row + 1 })}
      >
        {row + 1}
        {mayEdit && <span className={classes.edge} data-edge="rows" data-at={row} />}
      </div>
      {shown.map((column) => {
        const isFrozen = column < layout.frozenColumns;
        return (
          <Cell
            key={column}
            book={book}
            sheet={sheet}
            layout={layout}
            row={row}
            column={column}
            frozen={isFrozen}
            left={MARGIN + layout.columns.start(column) + (isFrozen ? scrolled : 0)}
            selected={within({ row, column }, range)}
            onChoose={mayEdit && isHeading(info, row, column) ? onChoose : undefined}
            chosen={info.chosen.some((one) => one.column === column)}
          />
        );
      })}
    </div>
  );
}

/** Whether a filter has its button in a cell. */
function isHeading({ filter }: SheetInfo, row: number, column: number): boolean {
  return filter !== null && row === filter[0] && column >= filter[1] && column <= filter[3];
}
