import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/IconButton';
import { IconArrowsSort } from '../ui/icons';

interface SortMenuProps<T extends string> {
  sorts: readonly (readonly [value: T, label: string])[];
  value: T;
  descending: boolean;
  onChange: (value: T, descending: boolean) => void;
  /** Which way a fresh order goes; ascending unless it is among these. */
  newestFirst?: readonly T[];
}

/** By what a list is ordered, and which way. */
export function SortMenu<T extends string>({ sorts, value, descending, onChange, newestFirst = [] }: SortMenuProps<T>) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width={220} closeOnItemClick={false}>
      <Menu.Target>
        <IconButton label={t('sort.label')} variant="default" size={36}>
          <IconArrowsSort size={18} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('sort.label')}</Menu.Label>
        <Menu.RadioGroup value={value} onChange={(next) => onChange(next as T, newestFirst.includes(next as T))}>
          {sorts.map(([sort, label]) => (
            <Menu.RadioItem key={sort} value={sort}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.RadioGroup value={String(descending)} onChange={(next) => onChange(value, next === 'true')}>
          <Menu.RadioItem value="false">{t('sort.ascending')}</Menu.RadioItem>
          <Menu.RadioItem value="true">{t('sort.descending')}</Menu.RadioItem>
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
