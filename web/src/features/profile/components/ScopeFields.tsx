import { Group, Radio, SegmentedControl, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AREAS, type Level, type Scopes } from '../lib/scopes';

interface ScopeFieldsProps {
  value: Scopes;
  onChange: (scopes: Scopes) => void;
}

const LEVELS: Level[] = ['none', 'read', 'write'];

/** What a key may do: everything, looking at everything, or some of it. */
export function ScopeFields({ value, onChange }: ScopeFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Radio.Group
        label={t('keys.may')}
        value={value.reach}
        onChange={(reach) => onChange({ ...value, reach: reach as Scopes['reach'] })}
      >
        <Stack gap="xs" mt="xs">
          {(['all', 'read', 'some'] as const).map((reach) => (
            <Radio key={reach} value={reach} label={t(`keys.reach.${reach}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {value.reach === 'some' && (
        <Stack gap="xs">
          {AREAS.map((area) => (
            <Group key={area} justify="space-between" gap="xs">
              <Text size="sm" id={`scope-${area}`}>
                {t(`keys.area.${area}`)}
              </Text>
              <SegmentedControl
                size="xs"
                aria-labelledby={`scope-${area}`}
                data={LEVELS.map((level) => ({ value: level, label: t(`keys.level.${level}`) }))}
                value={value.areas[area]}
                onChange={(level) => onChange({ ...value, areas: { ...value.areas, [area]: level as Level } })}
              />
            </Group>
          ))}
        </Stack>
      )}
    </>
  );
}
