import { NumberInput, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const GIGABYTE = 1024 ** 3;
export const NO_LIMIT = -1;

interface QuotaFieldProps {
  /** Bytes, `NO_LIMIT`, or null for what is usual in the space. */
  value: number | null;
  /** `undefined` while the number is none. */
  onChange: (bytes: number | null | undefined) => void;
}

/** How much somebody or something may keep: as usual, a number of its own, or any amount. */
export function QuotaField({ value, onChange }: QuotaFieldProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<'usual' | 'own' | 'none'>(
    value === null ? 'usual' : value === NO_LIMIT ? 'none' : 'own',
  );
  const [gigabytes, setGigabytes] = useState(value !== null && value > 0 ? value / GIGABYTE : 1);
  const tell = (of: typeof kind, amount: number) => {
    if (of === 'own') onChange(amount > 0 ? Math.round(amount * GIGABYTE) : undefined);
    else onChange(of === 'none' ? NO_LIMIT : null);
  };
  return (
    <Stack gap="sm">
      <Radio.Group
        aria-label={t('people.quota')}
        value={kind}
        onChange={(next) => {
          setKind(next as typeof kind);
          tell(next as typeof kind, gigabytes);
        }}
      >
        <Stack gap="xs">
          <Radio value="usual" label={t('people.quotaDefault')} />
          <Radio value="own" label={t('people.quotaCustom')} />
          <Radio value="none" label={t('people.quotaNone')} />
        </Stack>
      </Radio.Group>
      {kind === 'own' && (
        <NumberInput
          label={t('people.gigabytes')}
          min={0.1}
          max={1_000_000}
          decimalScale={1}
          value={gigabytes}
          onChange={(next) => {
            setGigabytes(Number(next));
            tell('own', Number(next));
          }}
        />
      )}
    </Stack>
  );
}
