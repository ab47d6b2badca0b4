import { Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EditorHead, Ended, useProvider, useSaving } from '@/features/editor';
import { type Entry, InfoPanel } from '@/features/files';
import { PreviewContent } from '@/features/preview';
import { useStore } from '@/shared/lib/store';
import { useBook } from '../hooks/useBook';
import { useCursors } from '../hooks/useCursors';
import { useSelection } from '../hooks/useSelection';
import type { Place } from '../lib/address';
import { FormulaBar } from './FormulaBar';
import { Grid } from './Grid';
import classes from './Sheet.module.css';
import { SheetTabs } from './SheetTabs';

/** The server's word for a file that cannot be edited. */
const UNREADABLE = 4415;

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
  const selection = useSelection();
  const { active } = selection;
  const sheet = chosen ?? Math.max(info?.sheets.findIndex(({ hidden }) => !hidden) ?? 0, 0);
  const shown = info?.sheets[sheet];
  const cursors = useCursors(shared.awareness, sheet);
  const mayEdit = status.mayEdit && status.line !== 'ended' && shown?.protected === false;

  useEffect(() => {
    shared.awareness.setLocalStateField('cell', { sheet, ...active });
  }, [shared, sheet, active]);

  const type = (place: Place, input: string) => {
    if (mayEdit) book.type(sheet, [{ ...place, input }]);
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
          <FormulaBar
            active={active}
            input={typing ?? book.input(sheet, active)}
            mayEdit={mayEdit}
            onGo={go}
            onType={(place, input, move) => {
              type(place, input);
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
            onTyping={setTyping}
            onType={(input) => type(active, input)}
          />
          <SheetTabs
            sheets={info.sheets}
            sheet={sheet}
            onSheet={(next) => {
              setChosen(next);
              selection.go({ row: 0, column: 0 });
            }}
          />
        </>
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
