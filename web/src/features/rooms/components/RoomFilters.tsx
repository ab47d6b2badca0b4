import { Indicator, Menu, ScrollArea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/shared/ui';
import { IconArrowsSort, IconCheck, IconFilter } from '@/shared/ui/icons';
import { useTags } from '../api/choices';
import type { RoomSearch } from '../lib/roomSearch';
import { ROOM_ICONS, ROOM_TYPES } from '../lib/roomTypes';

interface RoomFiltersProps {
  search: RoomSearch;
  onChange: (part: RoomSearch) => void;
}

/** Narrow the rooms by type and tag; order them. */
export function RoomFilters({ search, onChange }: RoomFiltersProps) {
  const { t } = useTranslation();
  const tags = useTags();
  const active = Boolean(search.type || search.tag);
  const sort = search.sort ?? 'DateAndTime';
  return (
    <>
      <Menu position="bottom-end" width={248}>
        <Menu.Target>
          <Indicator disabled={!active} size={9} offset={5} color="clay">
            <IconButton label={t('rooms.filter')} variant="default" size={36} aria-haspopup="menu">
              <IconFilter size={18} />
            </IconButton>
          </Indicator>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('rooms.type')}</Menu.Label>
          {ROOM_TYPES.map((type) => {
            const Glyph = ROOM_ICONS[type];
            return (
              <Choice
                key={type}
                icon={<Glyph size={17} aria-hidden />}
                on={search.type === type}
                onClick={() => onChange({ type: search.type === type ? undefined : type })}
              >
                {t(`roomType.${type}`)}
              </Choice>
            );
          })}
          {(tags.data?.length ?? 0) > 0 && (
            <>
              <Menu.Divider />
              <Menu.Label>{t('rooms.tags')}</Menu.Label>
              <ScrollArea.Autosize mah={180}>
                {tags.data?.map((tag) => (
                  <Choice
                    key={tag}
                    on={search.tag === tag}
                    onClick={() => onChange({ tag: search.tag === tag ? undefined : tag })}
                  >
                    {tag}
                  </Choice>
                ))}
              </ScrollArea.Autosize>
            </>
          )}
          {active && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => onChange({ type: undefined, tag: undefined })}>
                {t('rooms.clearFilters')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <IconButton label={t('sort.label')} variant="default" size={36}>
            <IconArrowsSort size={18} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {(['DateAndTime', 'AZ', 'RoomType'] as const).map((one) => (
            <Choice key={one} on={sort === one} onClick={() => onChange({ sort: one })}>
              {t(`rooms.sort.${one}`)}
            </Choice>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

interface ChoiceProps {
  on: boolean;
  icon?: ReactNode;
  onClick: () => void;
  children: ReactNode;
}

function Choice({ on, icon, onClick, children }: ChoiceProps) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={on}
      leftSection={icon}
      rightSection={on ? <IconCheck size={16} aria-hidden /> : null}
      onClick={onClick}
    >
      {children}
    </Menu.Item>
  );
}
