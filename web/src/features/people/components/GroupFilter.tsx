import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGroupNames } from '../api/groups';

interface GroupFilterProps {
  value: string | undefined;
  onChange: (group: string | undefined) => void;
}

/** The members of one group. */
export function GroupFilter({ value, onChange }: GroupFilterProps) {
  const { t } = useTranslation();
  const groups = useGroupNames();
  if (!groups.data?.length) return null;
  return (
    <>
      <Menu.Label>{t('people.group')}</Menu.Label>
      {groups.data.map(({ id, name }) => (
        <Menu.CheckboxItem key={id} checked={value === id} onChange={(on) => onChange(on ? id : undefined)}>
          {name}
        </Menu.CheckboxItem>
      ))}
    </>
  );
}
