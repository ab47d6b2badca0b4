import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/IconButton';
import { IconColumns } from '../ui/icons';
import { type Column, toggled } from './columns';

interface ColumnsMenuProps {
  columns: Column[];
  wished: string[];
  onChange: (wished: string[]) => void;
}

/** Which columns a table shows; the first one always. */
export function ColumnsMenu({ columns, wished, onChange }: ColumnsMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu closeOnItemClick={false} position="bottom-end" width={200}>
      <Menu.Target>
        <IconButton label={t('view.columns')} variant="default" size={36}>
          <IconColumns size={18} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('view.columns')}</Menu.Label>
        {columns.slice(1).map((column) => (
          <Menu.CheckboxItem
            key={column.id}
            checked={column.names.some((name) => wished.includes(name))}
            onChange={() => onChange(toggled(column, wished))}
          >
            {column.label}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
