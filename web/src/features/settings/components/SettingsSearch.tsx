import { type ComboboxItem, Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { anchorOf } from '@/shared/ui';
import { IconSearch } from '@/shared/ui/icons';
import { PATHS, SECTIONS, type SettingsTab, TAB_TITLES, TABS } from '../lib/sections';

interface Found extends ComboboxItem {
  tab: SettingsTab;
  title: string;
  /** What is looked through, in small letters. */
  words: string;
}

/** Finds a setting by its name or by what it is about, and leads there. */
export function SettingsSearch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const groups = TABS.map((tab) => ({
    group: t(TAB_TITLES[tab]),
    items: SECTIONS[tab].map(([title, about]): Found => {
      const name = t(title);
      const words = `${name} ${t(about, '')} ${t(TAB_TITLES[tab])}`.toLowerCase();
      return { value: title, label: name, tab, title: name, words };
    }),
  }));
  const go = (item: Found) => {
    setTyped('');
    void navigate({ to: PATHS[item.tab], hash: anchorOf(item.title) });
  };
  return (
    <Select
      w={{ base: '100%', xs: 260 }}
      searchable
      aria-label={t('settings.search')}
      placeholder={t('settings.search')}
      nothingFoundMessage={t('search.none')}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={<span />}
      data={groups}
      filter={({ options, search }) => {
        const wanted = search.trim().toLowerCase();
        return options.flatMap((group) => {
          if (!('group' in group)) return [];
          const items = group.items.filter((item) => (item as Found).words.includes(wanted));
          return items.length > 0 ? [{ ...group, items }] : [];
        });
      }}
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(_value, option) => option && go(option as Found)}
      maxDropdownHeight={360}
    />
  );
}
