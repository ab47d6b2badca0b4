import { Indicator, Menu, ScrollArea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/shared/ui';
import { IconArrowsSort, IconFilter } from '@/shared/ui/icons';
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
        <Indicator disabled={!active} size={9} offset={5} color="clay">
          <Menu.Target>
            <IconButton label={t('rooms.filter')} variant="default" size={36}>
              <IconFilter size={18} />
            </IconButton>
          </Menu.Target>
        </Indicator>
        <Menu.Dropdown>
          <Menu.Label>{t('rooms.type')}</Menu.Label>
          {ROOM_TYPES.map((type) => {
            const Glyph = ROOM_ICONS[type];
            return (
              <Menu.CheckboxItem
                key={type}
                checked={search.type === type}
                rightSection={<Glyph size={17} aria-hidden />}
                onChange={(on) => onChange({ type: on ? type : undefined })}
              >
                {t(`roomType.${type}`)}
              </Menu.CheckboxItem>
            );
          })}
          {(tags.data?.length ?? 0) > 0 && (
            <>
              <Menu.Divider />
              <Menu.Label>{t('rooms.tags')}</Menu.Label>
              <ScrollArea.Autosize mah={180}>
                {tags.data?.map((tag) => (
                  <Menu.CheckboxItem
                    key={tag}
                    checked={search.tag === tag}
                    onChange={(on) => onChange({ tag: on ? tag : undefined })}
                  >
                    {tag}
                  </Menu.CheckboxItem>
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
          <Menu.RadioGroup value={sort} onChange={(value) => onChange({ sort: value as typeof sort })}>
            {(['DateAndTime', 'AZ', 'RoomType'] as const).map((one) => (
              <Menu.RadioItem key={one} value={one}>
                {t(`rooms.sort.${one}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
