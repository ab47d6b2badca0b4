import { ActionIcon, Button, Group, Menu, Stack, Tabs, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog, Dialog, IconButton } from '@/shared/ui';
import { IconChevronUp, IconLock, IconPlus } from '@/shared/ui/icons';
import type { Book, SheetInfo } from '../lib/book';
import { freeName } from '../lib/deeds';
import classes from './Sheet.module.css';

interface SheetTabsProps {
  book: Book;
  sheets: SheetInfo[];
  sheet: number;
  mayEdit: boolean;
  onSheet: (sheet: number) => void;
}

/** The sheets of the workbook, and what can be done to them. */
export function SheetTabs({ book, sheets, sheet, mayEdit, onSheet }: SheetTabsProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'rename' | 'remove' | null>(null);
  const name = sheets[sheet]?.name ?? '';
  const close = () => setAsked(null);
  const add = async () => {
    const fresh = freeName(
      sheets.map((one) => one.name),
      (number) => t('sheet.newName', { number }),
    );
    if (await book.perform({ do: 'addSheet', name: fresh })) onSheet(sheets.length);
  };
  return (
    <div className={classes.tabs}>
      {mayEdit && (
        <IconButton label={t('sheet.do.addSheet')} variant="subtle" color="gray" size={34} onClick={add}>
          <IconPlus size={18} />
        </IconButton>
      )}
      <Tabs inverted value={String(sheet)} onChange={(value) => onSheet(Number(value))} className={classes.list ?? ''}>
        <Tabs.List aria-label={t('sheet.sheets')}>
          {sheets.map(
            ({ name, hidden, protected: isProtected }, index) =>
              !hidden && (
                <Tabs.Tab
                  // biome-ignore lint/suspicious/noArrayIndexKey: the index is the sheet
                  key={index}
                  value={String(index)}
                  rightSection={isProtected && <IconLock size={14} aria-label={t('sheet.protected')} />}
                  onDoubleClick={() => mayEdit && setAsked('rename')}
                >
                  {name}
                </Tabs.Tab>
              ),
          )}
        </Tabs.List>
      </Tabs>
      {mayEdit && <SheetMenu book={book} sheets={sheets} sheet={sheet} onAsk={setAsked} />}
      {asked === 'rename' && (
        <NameDialog
          name={name}
          onName={(next) => void book.perform({ do: 'renameSheet', sheet, name: next })}
          onClose={close}
        />
      )}
      {asked === 'remove' && (
        <ConfirmDialog
          title={t('sheet.remove.title', { name })}
          text={t('sheet.remove.text')}
          confirm={t('sheet.do.removeSheet')}
          onConfirm={() => void book.perform({ do: 'removeSheet', sheet })}
          onClose={close}
        />
      )}
    </div>
  );
}

interface SheetMenuProps {
  book: Book;
  sheets: SheetInfo[];
  sheet: number;
  onAsk: (what: 'rename' | 'remove') => void;
}

function SheetMenu({ book, sheets, sheet, onAsk }: SheetMenuProps) {
  const { t } = useTranslation();
  // Sheets that are not shown are passed over.
  const before = sheets.findLastIndex(({ hidden }, index) => !hidden && index < sheet);
  const behind = sheets.findIndex(({ hidden }, index) => !hidden && index > sheet);
  const move = (to: number) => void book.perform({ do: 'moveSheet', sheet, to });
  const label = t('sheet.sheetMenu', { name: sheets[sheet]?.name });
  return (
    <Menu position="top-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={label} title={label}>
          <IconChevronUp size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onAsk('rename')}>{t('sheet.do.renameSheet')}</Menu.Item>
        <Menu.Item disabled={before < 0} onClick={() => move(before)}>
          {t('sheet.do.moveBefore')}
        </Menu.Item>
        <Menu.Item disabled={behind < 0} onClick={() => move(behind)}>
          {t('sheet.do.moveBehind')}
        </Menu.Item>
        <Menu.Item color="red" disabled={before < 0 && behind < 0} onClick={() => onAsk('remove')}>
          {t('sheet.do.removeSheet')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface NameDialogProps {
  name: string;
  onName: (name: string) => void;
  onClose: () => void;
}

/** What no name of a sheet may hold. */
const NOT_IN_NAMES = /[[\]:*?/\\]|^'|'$/;
const LONGEST = 31;

function NameDialog({ name, onName, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(name);
  const fresh = text.trim();
  const wrong = NOT_IN_NAMES.test(fresh);
  return (
    <Dialog onClose={onClose} title={t('sheet.do.renameSheet')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (fresh === '' || wrong) return;
          if (fresh !== name) onName(fresh);
          onClose();
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            label={t('sheet.name')}
            maxLength={LONGEST}
            value={text}
            error={wrong && t('sheet.wrongName')}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" disabled={fresh === '' || wrong}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
