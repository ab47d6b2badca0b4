import { Group, SegmentedControl, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchField, SortMenu } from '@/shared/list';
import { IconLayoutGrid, IconLayoutList, IconList } from '@/shared/ui/icons';
import type { ListingParams, SortBy, View } from '../types';

interface ToolbarProps {
  params: ListingParams;
  view: View;
  onParams: (params: Partial<ListingParams>) => void;
  onView: (view: View) => void;
  placeholder: string;
  filters: ReactNode;
  /** What else one can set, beside the look. */
  more?: ReactNode;
}

const SORTS: SortBy[] = ['AZ', 'DateAndTime', 'Size', 'Type'];

/** Search, filters, order and look of a list. */
export function Toolbar({ params, view, onParams, onView, placeholder, filters, more }: ToolbarProps) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" wrap="nowrap" w="100%">
      <SearchField value={params.search} placeholder={placeholder} onChange={(search) => onParams({ search })} />
      {filters}
      <SortMenu
        sorts={SORTS.map((sort) => [sort, t(`sort.${sort}`)] as const)}
        value={params.sortBy}
        descending={params.descending}
        newestFirst={['DateAndTime', 'Size']}
        onChange={(sortBy, descending) => onParams({ sortBy, descending })}
      />
      {more}
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
        { value: 'compact', icon: IconList, label: t('view.compact') },
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
