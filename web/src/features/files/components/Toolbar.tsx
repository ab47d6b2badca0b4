import { Group, Menu, SegmentedControl, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SearchField } from '@/shared/list';
import { IconButton } from '@/shared/ui';
import { IconArrowsSort, IconLayoutGrid, IconLayoutList } from '@/shared/ui/icons';
import type { ListingParams, SortBy, View } from '../types';

interface ToolbarProps {
  params: ListingParams;
  view: View;
  onParams: (params: Partial<ListingParams>) => void;
  onView: (view: View) => void;
  placeholder: string;
}

const SORTS: SortBy[] = ['AZ', 'DateAndTime', 'Size', 'Type'];

/** Search, order and look of a list. */
export function Toolbar({ params, view, onParams, onView, placeholder }: ToolbarProps) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" wrap="nowrap" w="100%">
      <SearchField value={params.search} placeholder={placeholder} onChange={(search) => onParams({ search })} />
      <Menu position="bottom-end" width={220} closeOnItemClick={false}>
        <Menu.Target>
          <IconButton label={t('sort.label')} variant="default" size={36}>
            <IconArrowsSort size={18} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('sort.label')}</Menu.Label>
          <Menu.RadioGroup
            value={params.sortBy}
            onChange={(value) =>
              onParams({ sortBy: value as SortBy, descending: value === 'DateAndTime' || value === 'Size' })
            }
          >
            {SORTS.map((sort) => (
              <Menu.RadioItem key={sort} value={sort}>
                {t(`sort.${sort}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.RadioGroup
            value={String(params.descending)}
            onChange={(value) => onParams({ descending: value === 'true' })}
          >
            <Menu.RadioItem value="false">{t('sort.ascending')}</Menu.RadioItem>
            <Menu.RadioItem value="true">{t('sort.descending')}</Menu.RadioItem>
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
      <ViewSwitch view={view} onView={onView} />
    </Group>
  );
}

export function ViewSwitch({ view, onView }: { view: View; onView: (view: View) => void }) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      ml="auto"
      size="xs"
      aria-label={t('view.label')}
      value={view}
      onChange={(value) => onView(value as View)}
      data={[
        { value: 'list', icon: IconLayoutList, label: t('view.list') },
        { value: 'tiles', icon: IconLayoutGrid, label: t('view.tiles') },
      ].map(({ value, label, icon: Glyph }) => ({
        value,
        label: (
          <span style={{ display: 'grid', placeItems: 'center', height: 22 }} title={label}>
            <Glyph size={17} aria-hidden />
            <VisuallyHidden>{label}</VisuallyHidden>
          </span>
        ),
      }))}
    />
  );
}
