import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cursor } from '../hooks/useCursors';
import type { Selection } from '../hooks/useSelection';
import type { Range } from '../lib/address';
import { HEAD, MARGIN } from '../lib/metrics';
import type { Layout } from '../lib/window';
import classes from './Sheet.module.css';

interface MarksProps {
  layout: Layout;
  selection: Selection;
  cursors: Cursor[];
  view: { left: number; top: number };
}

/** What is selected here, and where the others are. */
export function Marks({ layout, selection: { active, range }, cursors, view }: MarksProps) {
  const { t } = useTranslation();
  const box = ({ top, left, bottom, right }: Range): CSSProperties => {
    const merge = layout.merges.get(`${top}:${left}`);
    const low = Math.min(Math.max(bottom, merge?.bottom ?? 0), layout.rowCount - 1);
    const far = Math.min(Math.max(right, merge?.right ?? 0), layout.columnCount - 1);
    const [frozenRow, frozenColumn] = [top < layout.frozenRows, left < layout.frozenColumns];
    return {
      top: HEAD + layout.rows.start(top) - 1 + (frozenRow ? view.top : 0),
      left: MARGIN + layout.columns.start(left) - 1 + (frozenColumn ? view.left : 0),
      height: layout.rows.start(low + 1) - layout.rows.start(top) + 1,
      width: layout.columns.start(far + 1) - layout.columns.start(left) + 1,
      zIndex: frozenRow ? 7 : frozenColumn ? 4 : 2,
    };
  };
  const cell = ({ row, column }: { row: number; column: number }) =>
    box({ top: row, left: column, bottom: row, right: column });
  const several = range.top !== range.bottom || range.left !== range.right;
  return (
    <div aria-hidden>
      {several && <div className={classes.marked} style={box(range)} />}
      <div className={classes.active} style={cell(active)} />
      {cursors
        .filter(({ row, column }) => row < layout.rowCount && column < layout.columnCount)
        .map((cursor) => (
          <div
            key={cursor.client}
            className={classes.other}
            data-first={cursor.row === 0 || undefined}
            style={{ ...cell(cursor), '--cursor': cursor.face.color } as CSSProperties}
          >
            <span>{cursor.face.name || t('editor.visitor')}</span>
          </div>
        ))}
    </div>
  );
}
