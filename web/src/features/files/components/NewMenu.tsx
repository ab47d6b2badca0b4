import { Button, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ChangeEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Dropped, readChosen } from '@/features/transfers';
import { type Action, ActionItems } from '@/shared/list';
import {
  IconFileText,
  IconFolder,
  IconFolderPlus,
  IconForms,
  IconMarkdown,
  IconPlus,
  IconPresentation,
  IconTable,
  IconTxt,
  IconUpload,
} from '@/shared/ui/icons';

/** What the New menu can make; the extension decides the format. */
export type NewKind = 'folder' | 'docx' | 'xlsx' | 'pptx' | 'pdf' | 'md' | 'txt';

interface NewMenuProps {
  /** Items of plugins. */
  more: Action[];
  onNew: (kind: NewKind) => void;
  onUpload: (files: Dropped[]) => void;
}

/** New folder, new document, upload. */
export function NewMenu({ more, onNew, onUpload }: NewMenuProps) {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 48em)');
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const list = [...(event.currentTarget.files ?? [])];
    event.currentTarget.value = '';
    onUpload(readChosen(list));
  };

  return (
    <>
      <input ref={files} type="file" multiple hidden data-testid="upload-files" onChange={chosen} />
      <input ref={folder} type="file" hidden onChange={chosen} {...{ webkitdirectory: '' }} />
      {!narrow && (
        <Button
          variant="default"
          leftSection={<IconUpload size={17} aria-hidden />}
          onClick={() => files.current?.click()}
        >
          {t('upload.button')}
        </Button>
      )}
      <Menu position="bottom-end" width={232}>
        <Menu.Target>
          <Button leftSection={<IconPlus size={18} aria-hidden />}>{t('create.button')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFolderPlus size={18} aria-hidden />} onClick={() => onNew('folder')}>
            {t('create.folder')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconFileText size={18} aria-hidden />} onClick={() => onNew('docx')}>
            {t('create.docx')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTable size={18} aria-hidden />} onClick={() => onNew('xlsx')}>
            {t('create.xlsx')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPresentation size={18} aria-hidden />} onClick={() => onNew('pptx')}>
            {t('create.pptx')}
          </Menu.Item>
          <Menu.Item leftSection={<IconForms size={18} aria-hidden />} onClick={() => onNew('pdf')}>
            {t('create.pdf')}
          </Menu.Item>
          <Menu.Item leftSection={<IconMarkdown size={18} aria-hidden />} onClick={() => onNew('md')}>
            {t('create.md')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTxt size={18} aria-hidden />} onClick={() => onNew('txt')}>
            {t('create.txt')}
          </Menu.Item>
          {more.length > 0 && <Menu.Divider />}
          <ActionItems actions={more} />
          <Menu.Divider />
          <Menu.Item leftSection={<IconUpload size={18} aria-hidden />} onClick={() => files.current?.click()}>
            {t('upload.files')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolder size={18} aria-hidden />} onClick={() => folder.current?.click()}>
            {t('upload.folder')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
