import { Group, Pill } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface ActiveFiltersProps {
  filters: { id: string; label: string; remove: () => void }[];
}

/** What narrows the list at the moment; each can be taken away by itself. */
export function ActiveFilters({ filters }: ActiveFiltersProps) {
  const { t } = useTranslation();
  if (filters.length === 0) return null;
  return (
    <Group gap={6} pb="xs">
      {filters.map(({ id, label, remove }) => (
        <Pill
          key={id}
          size="md"
          withRemoveButton
          onRemove={remove}
          removeButtonProps={{ 'aria-label': t('filter.remove', { name: label }), 'aria-hidden': false, tabIndex: 0 }}
        >
          {label}
        </Pill>
      ))}
    </Group>
  );
}
