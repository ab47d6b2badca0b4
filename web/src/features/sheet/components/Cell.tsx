import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { IconChevronDown, IconFilter } from '@/shared/ui/icons';
import { columnName, type Place } from '../lib/address';
import type { Book } from '../lib/book';
import { acrossOf, styleOf } from '../lib/look';
import { type Layout, roomBehind } from '../lib/window';
import classes from './Sheet.module.css';

export const idOf = ({ row, column }: Place) => `cell-${row}-${column}`;

interface CellProps extends Place {
  book: Book;
  sheet: number;
  layout: Layout;
  selected: boolean;
  /** From the beginning of the row. */
  left: number;
  frozen: boolean;
  /** Opens the filter that has its button here. */
  onChoose: ((column: number) => void) | undefined;
  /** That filter hides rows. */
  chosen: boolean;
}

/** A cell as it looks; merged ones are as large as what they took in. */
export function Cell(props: CellProps) {
  const { book, sheet, layout, row, column, selected, left, frozen, onChoose, chosen } = props;
  const { t } = useTranslation();
  const { rows, columns } = layout;
  const cell = book.cell(sheet, { row, column });
  const looks = book.lookOf(sheet, { row, column });
  const merge = layout.merges.get(`${row}:${column}`);
  const style: CSSProperties = { ...styleOf(looks, cell), left, width: columns.size(column) };
  if (merge) {
    style.width = columns.start(merge.right + 1) - columns.start(merge.left);
    style.height = rows.start(merge.bottom + 1) - rows.start(merge.top);
    style.zIndex = 1;
    style.backgroundColor ??= '#fff';
  }
  const reaches = cell?.kind === 't' && !merge && !looks?.wrap && acrossOf(looks, cell) === 'flex-start';
  const room = reaches ? roomBehind(book, sheet, layout, row, column) : 0;
  return (
    <div
      id={idOf({ row, column })}
      role="gridcell"
      aria-colindex={column + 2}
      aria-selected={selected}
      data-frozen={frozen || undefined}
      data-row={row}
      data-column={column}
      className={classes.cell}
      style={style}
    >
      {cell && cell.shown !== '' && (
        <span className={classes.text} style={reaches ? { maxWidth: room, flex: 'none' } : undefined}>
          {cell.shown}
        </span>
      )}
      {onChoose && (
        <button
          type="button"
          tabIndex={-1}
          className={classes.chooser}
          data-chosen={chosen || undefined}
          aria-label={t('sheet.filter.title', { name: cell?.shown || columnName(column) })}
          onClick={() => onChoose(column)}
        >
          {chosen ? <IconFilter size={12} aria-hidden /> : <IconChevronDown size={12} aria-hidden />}
        </button>
      )}
    </div>
  );
}
