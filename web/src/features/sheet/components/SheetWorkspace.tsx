import { Loader } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EditorHead, Ended, useProvider, useSaving } from '@/features/editor';
import { type Entry, InfoPanel } from '@/features/files';
import { PreviewContent } from '@/features/preview';
import { useStore } from '@/shared/lib/store';
import { notifyWords } from '@/shared/notify';
import { useBook } from '../hooks/useBook';
import { useCursors } from '../hooks/useCursors';
import { useDeeds } from '../hooks/useDeeds';
import { useSelection } from '../hooks/useSelection';
import { useSheetDesk } from '../hooks/useSheetDesk';
import type { Place } from '../lib/address';
import { type Axis, carry, carrySheet, type Deed, type Spot } from '../lib/deeds';
import { FilterDialog } from './FilterDialog';
import { FormulaBar } from './FormulaBar';
import { Grid } from './Grid';
import { CellMenu } from './LineMenus';
import classes from './Sheet.module.css';
import { SheetBar } from './SheetBar';
import { SheetTabs } from './SheetTabs';
import { SizeDialog } from './SizeDialog';

/** The server's word for a file that cannot be edited. */
const UNREADABLE = 4415;

/** What is open over the cells. */
type Asking = { for: 'menu'; x: number; y: number } | { for: 'size'; axis: Axis } | { for: 'filter'; column: number };

/** Hands a file to whoever sits here. */
function saveAs(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const sizeOf = (sizes: [number, number][], line: number) => sizes.find(([at]) => at === line)?.[1];

/** A workbook, edited together: the head, the formula bar, the cells and the tabs of the sheets. */
export function SheetWorkspace({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const provider = useProvider(entry.id);
  useSaving(provider, entry.id);
  const book = useBook(provider);
  const status = useStore(provider.status);
  const shared = useStore(provider.shared);
  const info = useStore(book.info);
  useStore(book.turn);
  const [chosen, setChosen] = useState<number | null>(null);
  const [panel, setPanel] = useState<'versions' | 'links' | null>(null);
  const [typing, setTyping] = useState<string | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  /** Where somebody began to type, and when: cells may move under his hands. */
  const begun = useRef<(Spot & { epoch: number }) | null>(null);
  const selection = useSelection();
  const { active } = selection;
  const first = Math.max(info?.sheets.findIndex(({ hidden }) => !hidden) ?? 0, 0);
  const sheet = chosen !== null && info?.sheets[chosen] ? chosen : first;
  useSheetDesk(entry, book, status);
  const shown = info?.sheets[sheet];
  const cursors = useCursors(shared.awareness, sheet);
  const isOpen = status.mayEdit && status.line !== 'ended';
  const mayEdit = isOpen && shown?.protected === false;
  const deeds = useDeeds(book, sheet, shown, selection);

  book.onRefused = (words) => notifyWords(words || t('sheet.lost'), { kind: 'error' });
  book.onMoved = (deed: Deed) => {
    setChosen(carrySheet(deed, sheet));
    selection.follow((place) => carry(deed, { sheet, ...place }));
  };

  useEffect(() => {
    shared.awareness.setLocalStateField('cell', { sheet, ...active });
  }, [shared, sheet, active]);

  const onTyping = (input: string | null) => {
    if (typing === null) begun.current = { sheet, ...active, epoch: book.epoch };
    setTyping(input);
  };
  const type = (input: string, { sheet: on, epoch, row, column }: Spot & { epoch: number }) => {
    if (mayEdit) book.type(on, [{ row, column, input }], epoch);
  };
  const onCsv = async () => {
    const csv = await deeds.csv();
    if (csv === null) return book.onRefused('');
    const name = `${entry.title.replace(/\.[^.]*$/, '')} - ${shown?.name}.csv`;
    // The mark tells other programs that it is UTF-8.
    saveAs(new Blob(['\uFEFF', csv], { type: 'text/csv;charset=utf-8' }), name);
  };
  const go = (place: Place) => selection.go(place);
  const unreadable = status.line === 'ended' && status.code === UNREADABLE;

  return (
    <main className={classes.page}>
      <EditorHead
        entry={entry}
        status={status}
        awareness={shared.awareness}
        onHistory={() => setPanel('versions')}
        onShare={() => setPanel('links')}
      />
      <Ended status={status} text={() => provider.inWords(shared)} onRestart={provider.restart} />
      {unreadable && (
        <div className={classes.preview}>
          <PreviewContent entry={entry} />
        </div>
      )}
      {!unreadable && !(info && shown) && (
        <div className={classes.waiting}>
          <Loader m="xl" aria-label={t('common.loading')} />
        </div>
      )}
      {!unreadable && info && shown && (
        <>
          <SheetBar
            book={book}
            sheet={sheet}
            info={shown}
            selection={selection}
            deeds={deeds}
            mayEdit={mayEdit}
            onSize={(axis) => setAsking({ for: 'size', axis })}
            onCsv={onCsv}
          />
          <FormulaBar
            sheet={sheet}
            epoch={info.epoch}
            active={active}
            input={typing ?? book.input(sheet, active)}
            mayEdit={mayEdit}
            onGo={go}
            onType={(spot, input, move) => {
              type(input, spot);
              if (move) selection.move(1, 0);
            }}
          />
          {!info.calculates && <div className={classes.hint}>{t('sheet.frozen')}</div>}
          {shown.protected && status.mayEdit && <div className={classes.hint}>{t('sheet.protectedHint')}</div>}
          <Grid
            key={sheet}
            book={book}
            sheet={sheet}
            info={shown}
            selection={selection}
            cursors={cursors}
            mayEdit={mayEdit}
            typing={typing}
            deeds={deeds}
            onTyping={onTyping}
            onType={(input) => type(input, begun.current ?? { sheet, ...active, epoch: book.epoch })}
            onMenu={(x, y) => setAsking({ for: 'menu', x, y })}
            onChoose={(column) => setAsking({ for: 'filter', column })}
          />
          <SheetTabs
            book={book}
            sheets={info.sheets}
            sheet={sheet}
            mayEdit={isOpen}
            onSheet={(next) => {
              setChosen(next);
              selection.go({ row: 0, column: 0 });
            }}
          />
        </>
      )}
      {shown && asking?.for === 'menu' && (
        <CellMenu
          at={asking}
          info={shown}
          selection={selection}
          deeds={deeds}
          onSize={(axis) => setAsking({ for: 'size', axis })}
          onClose={() => setAsking((now) => (now?.for === 'menu' ? null : now))}
        />
      )}
      {shown && asking?.for === 'size' && (
        <SizeDialog
          axis={asking.axis}
          size={sizeOf(
            asking.axis === 'rows' ? shown.heights : shown.widths,
            asking.axis === 'rows' ? active.row : active.column,
          )}
          onSize={(size) => deeds.size(asking.axis, size)}
          onClose={() => setAsking(null)}
        />
      )}
      {shown && asking?.for === 'filter' && (
        <FilterDialog
          book={book}
          sheet={sheet}
          info={shown}
          column={asking.column}
          deeds={deeds}
          onClose={() => setAsking(null)}
        />
      )}
      {panel && (
        <InfoPanel
          entry={{ ...entry, version: status.version || entry.version }}
          tab={panel}
          onClose={() => setPanel(null)}
        />
      )}
    </main>
  );
}
