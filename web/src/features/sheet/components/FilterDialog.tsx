import { Alert, Button, Checkbox, Group, Loader, ScrollArea, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/shared/ui';
import { IconSortAscending, IconSortDescending } from '@/shared/ui/icons';
import { type Deeds, rangeOfFilter } from '../hooks/useDeeds';
import { columnName } from '../lib/address';
import type { Book, SheetInfo } from '../lib/book';

/** Different values that are listed, at most. */
const MOST = 2000;

interface FilterDialogProps {
  book: Book;
  sheet: number;
  info: SheetInfo;
  column: number;
  deeds: Deeds;
  onClose: () => void;
}

/** Which rows stay in sight, by what a column shows. */
export function FilterDialog({ book, sheet, info, column, deeds, onClose }: FilterDialogProps) {
  const { t } = useTranslation();
  const [values, setValues] = useState<string[] | null>(null);
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState('');
  const { filter } = info;
  const heading = (filter && book.cell(sheet, { row: filter[0], column })?.shown) || columnName(column);

  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when it opens
  useEffect(() => {
    if (!filter) return;
    const { top, bottom } = rangeOfFilter(filter);
    const chosen = info.chosen.find((one) => one.column === column)?.values;
    void book.shown({ sheet, top: top + 1, left: column, bottom, right: column }).then((rows) => {
      if (!rows) return onClose();
      const all = [...new Set(rows.map(([value = '']) => value))];
      all.sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
      setValues(all);
      if (chosen) setOut(new Set(all.filter((value) => !chosen.includes(value))));
    });
  }, []);

  const shown = (values ?? []).filter((value) => value.toLowerCase().includes(wanted.toLowerCase()));
  const put = (changed: string[], stays: boolean) => {
    const next = new Set(out);
    for (const value of changed) stays ? next.delete(value) : next.add(value);
    setOut(next);
  };
  const stay = shown.filter((value) => !out.has(value)).length;
  const end = (then: () => void) => {
    onClose();
    then();
  };
  return (
    <Dialog onClose={onClose} title={t('sheet.filter.title', { name: heading })}>
      <Stack>
        <Group grow>
          <Button
            variant="default"
            leftSection={<IconSortAscending size={16} />}
            onClick={() => end(() => deeds.sort(false, column))}
          >
            {t('sheet.do.sortUp')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconSortDescending size={16} />}
            onClick={() => end(() => deeds.sort(true, column))}
          >
            {t('sheet.do.sortDown')}
          </Button>
        </Group>
        <TextInput
          aria-label={t('sheet.filter.search')}
          placeholder={t('sheet.filter.search')}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        {!values && <Loader aria-label={t('common.loading')} />}
        {values && (
          <>
            <Checkbox
              label={t('sheet.filter.all')}
              checked={stay === shown.length}
              indeterminate={stay > 0 && stay < shown.length}
              onChange={(event) => put(shown, event.currentTarget.checked)}
            />
            <ScrollArea.Autosize mah="40dvh" type="auto" viewportProps={{ tabIndex: -1 }}>
              <Stack gap="xs">
                {shown.slice(0, MOST).map((value) => (
                  <Checkbox
                    key={value}
                    label={value === '' ? t('sheet.filter.empty') : value}
                    checked={!out.has(value)}
                    onChange={(event) => put([value], event.currentTarget.checked)}
                  />
                ))}
              </Stack>
            </ScrollArea.Autosize>
            {shown.length > MOST && <Alert>{t('sheet.filter.more')}</Alert>}
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            disabled={!values || values.every((value) => out.has(value))}
            onClick={() =>
              end(() => deeds.choose(column, out.size === 0 ? null : (values ?? []).filter((one) => !out.has(one))))
            }
          >
            {t('sheet.filter.apply')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
