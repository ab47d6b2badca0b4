import { Button, Chip, Group, Indicator, Input, Popover, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/IconButton';
import { IconFilter } from '../ui/icons';

interface FilterButtonProps {
  label: string;
  /** Something is filtered away at the moment. */
  active: boolean;
  onClear: () => void;
  children: ReactNode;
}

/** Opens what narrows a list; a dot tells that it is narrowed. */
export function FilterButton({ label, active, onClear, children }: FilterButtonProps) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" width={320} trapFocus shadow="md" withinPortal>
      <Indicator disabled={!active} size={9} offset={5} color="clay">
        <Popover.Target>
          <IconButton label={label} variant="default" size={36}>
            <IconFilter size={18} />
          </IconButton>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown aria-label={label} style={{ maxHeight: '70dvh', overflowY: 'auto' }}>
        <Stack gap="md">
          {children}
          {active && (
            <Button variant="light" size="xs" onClick={onClear}>
              {t('filter.clear')}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

interface ChipChoiceProps<T extends string> {
  label: string;
  choices: readonly (readonly [value: T, label: string])[];
  value: T[];
  /** Only one at a time. */
  single?: boolean;
  onChange: (value: T[]) => void;
}

/** Some of several, as chips; none of them means all. */
export function ChipChoice<T extends string>({ label, choices, value, single = false, onChange }: ChipChoiceProps<T>) {
  const toggle = (choice: T, on: boolean) =>
    onChange(on ? (single ? [choice] : [...value, choice]) : value.filter((one) => one !== choice));
  return (
    <Input.Wrapper label={label} labelElement="div">
      <Group gap={6} mt={6} role="group" aria-label={label}>
        {choices.map(([choice, text]) => (
          <Chip key={choice} size="xs" checked={value.includes(choice)} onChange={(on) => toggle(choice, on)}>
            {text}
          </Chip>
        ))}
      </Group>
    </Input.Wrapper>
  );
}
