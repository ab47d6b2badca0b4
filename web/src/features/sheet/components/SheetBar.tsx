import { useTranslation } from 'react-i18next';
import { useStore } from '@/shared/lib/store';
import {
  IconAlignCenter,
  IconAlignLeft,
  IconAlignRight,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsJoin,
  IconBold,
  IconClearFormatting,
  IconFileExport,
  IconFilter,
  IconItalic,
  IconPaint,
  IconSortAscending,
  IconSortDescending,
  IconStrikethrough,
  IconTextColor,
  IconTextWrap,
  IconUnderline,
} from '@/shared/ui/icons';
import { Reached, ToolButton, useRoving } from '@/shared/ui/tools';
import type { Deeds } from '../hooks/useDeeds';
import type { Selection } from '../hooks/useSelection';
import type { Book, SheetInfo } from '../lib/book';
import { ColorTool, FormatTool, LinesTool } from './BarMenus';
import { LineTool } from './LineMenus';
import classes from './Sheet.module.css';

interface SheetBarProps {
  book: Book;
  sheet: number;
  info: SheetInfo;
  selection: Selection;
  deeds: Deeds;
  mayEdit: boolean;
  onSize: (axis: 'rows' | 'columns') => void;
  onCsv: () => void;
}

/** The tools for cells. Who only looks on has those that change nothing. */
export function SheetBar({ book, sheet, info, selection, deeds, mayEdit, onSize, onCsv }: SheetBarProps) {
  const { t } = useTranslation();
  const { reached, bar } = useRoving(mayEdit ? 'undo' : 'csv');
  const steps = useStore(book.steps);
  useStore(book.turn);
  const { active, range } = selection;
  const look = book.lookOf(sheet, active) ?? {};
  const gap = <span className={classes.gap} aria-hidden />;
  const isMerged = info.merges.some(
    ([top, left, bottom, right]) =>
      top <= range.bottom && bottom >= range.top && left <= range.right && right >= range.left,
  );
  const csv = (
    <ToolButton name="csv" label={t('sheet.do.csv')} onUse={onCsv}>
      <IconFileExport size={18} />
    </ToolButton>
  );
  const switched = (what: 'bold' | 'italic' | 'underline' | 'strike' | 'wrap', Icon: typeof IconBold, key?: string) => (
    <ToolButton
      name={what}
      label={t(`sheet.do.${what}`)}
      {...(key && { keys: `${t('sheet.control')}+${key}` })}
      pressed={Boolean(look[what])}
      onUse={() => deeds.toggle(what)}
    >
      <Icon size={18} />
    </ToolButton>
  );
  const aligned = (align: 'left' | 'center' | 'right', Icon: typeof IconBold) => (
    <ToolButton
      name={align}
      label={t(`sheet.do.${align}`)}
      pressed={look.align === align}
      onUse={() => deeds.dress({ align: look.align === align ? 'general' : align })}
    >
      <Icon size={18} />
    </ToolButton>
  );

  return (
    <Reached value={reached}>
      <div role="toolbar" aria-label={t('sheet.tools')} className={classes.tools} {...bar}>
        {mayEdit && (
          <>
            <ToolButton name="undo" label={t('sheet.do.undo')} disabled={!steps.undo} onUse={() => book.undo()}>
              <IconArrowBackUp size={18} />
            </ToolButton>
            <ToolButton name="redo" label={t('sheet.do.redo')} disabled={!steps.redo} onUse={() => book.redo()}>
              <IconArrowForwardUp size={18} />
            </ToolButton>
            {gap}
            <FormatTool value={look.format} onChoose={(format) => deeds.dress({ format })} />
            <ToolButton name="fewer" label={t('sheet.do.fewer')} onUse={() => deeds.dress({ decimals: -1 })}>
              <span className={classes.places}>.0</span>
            </ToolButton>
            <ToolButton name="more" label={t('sheet.do.more')} onUse={() => deeds.dress({ decimals: 1 })}>
              <span className={classes.places}>.00</span>
            </ToolButton>
            {gap}
            {switched('bold', IconBold, 'B')}
            {switched('italic', IconItalic, 'I')}
            {switched('underline', IconUnderline, 'U')}
            {switched('strike', IconStrikethrough)}
            <ColorTool name="color" value={look.color} onChoose={(color) => deeds.dress({ color })}>
              <IconTextColor size={18} />
            </ColorTool>
            <ColorTool name="fill" value={look.fill} onChoose={(fill) => deeds.dress({ fill })}>
              <IconPaint size={18} />
            </ColorTool>
            <LinesTool onChoose={(lines) => deeds.dress({ lines })} />
            <ToolButton name="clear" label={t('sheet.do.clear')} onUse={() => deeds.dress({ plain: true })}>
              <IconClearFormatting size={18} />
            </ToolButton>
            {gap}
            {aligned('left', IconAlignLeft)}
            {aligned('center', IconAlignCenter)}
            {aligned('right', IconAlignRight)}
            {switched('wrap', IconTextWrap)}
            <ToolButton
              name="merge"
              label={t('sheet.do.merge')}
              pressed={isMerged}
              onUse={() => deeds.merge(!isMerged)}
            >
              <IconArrowsJoin size={18} />
            </ToolButton>
            {gap}
            <LineTool info={info} selection={selection} deeds={deeds} onSize={onSize} />
            <ToolButton name="sortUp" label={t('sheet.do.sortUp')} onUse={() => deeds.sort(false)}>
              <IconSortAscending size={18} />
            </ToolButton>
            <ToolButton name="sortDown" label={t('sheet.do.sortDown')} onUse={() => deeds.sort(true)}>
              <IconSortDescending size={18} />
            </ToolButton>
            <ToolButton
              name="filter"
              label={t('sheet.do.filter')}
              pressed={info.filter !== null}
              onUse={() => deeds.filter(info.filter === null)}
            >
              <IconFilter size={18} />
            </ToolButton>
            {gap}
          </>
        )}
        {csv}
      </div>
    </Reached>
  );
}
