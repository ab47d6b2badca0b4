import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconLock } from '@/shared/ui/icons';
import type { SheetInfo } from '../lib/book';
import classes from './Sheet.module.css';

interface SheetTabsProps {
  sheets: SheetInfo[];
  sheet: number;
  onSheet: (sheet: number) => void;
}

/** The sheets of the workbook. */
export function SheetTabs({ sheets, sheet, onSheet }: SheetTabsProps) {
  const { t } = useTranslation();
  return (
    <Tabs inverted value={String(sheet)} onChange={(value) => onSheet(Number(value))} className={classes.tabs ?? ''}>
      <Tabs.List aria-label={t('sheet.sheets')}>
        {sheets.map(
          ({ name, hidden, protected: isProtected }, index) =>
            !hidden && (
              <Tabs.Tab
                // biome-ignore lint/suspicious/noArrayIndexKey: the index is the sheet
                key={index}
                value={String(index)}
                rightSection={isProtected && <IconLock size={14} aria-label={t('sheet.protected')} />}
              >
                {name}
              </Tabs.Tab>
            ),
        )}
      </Tabs.List>
    </Tabs>
  );
}
