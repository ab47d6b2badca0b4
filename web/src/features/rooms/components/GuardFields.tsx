import { Chip, Fieldset, Group, Input, NumberInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Guard, Lifetime, Watermark } from '../types';
import { WatermarkPreview } from './WatermarkPreview';

/** WatermarkAdditions of the contract. */
const ADDITIONS = [1, 2, 4, 8, 16] as const;
const ANGLES = [-45, 0, 45] as const;
const USUAL_LIFE: Lifetime = { value: 12, period: 1, forever: false };
const USUAL_MARK: Watermark = { additions: 1 | 8, text: '', rotate: -45 };

interface GuardFieldsProps {
  guard: Guard;
  /** The room's title: watermarks may show it. */
  title: string;
  onChange: (guard: Guard) => void;
}

/** The rules of a room for confidential papers. */
export function GuardFields({ guard, title, onChange }: GuardFieldsProps) {
  const { t } = useTranslation();
  const change = (part: Partial<Guard>) => onChange({ ...guard, ...part });
  const { indexing, denyDownload, lifetime, watermark } = guard;
  return (
    <Fieldset legend={t('guard.rules')} radius="md">
      <Stack gap="sm">
        <Switch
          label={t('guard.indexing')}
          description={t('guard.indexingHint')}
          checked={indexing}
          onChange={(event) => change({ indexing: event.currentTarget.checked })}
        />
        <Switch
          label={t('guard.denyDownload')}
          description={t('guard.denyDownloadHint')}
          checked={denyDownload}
          onChange={(event) => change({ denyDownload: event.currentTarget.checked })}
        />
        <Switch
          label={t('guard.lifetime')}
          description={t('guard.lifetimeHint')}
          checked={lifetime !== null}
          onChange={(event) => change({ lifetime: event.currentTarget.checked ? USUAL_LIFE : null })}
        />
        {lifetime && <LifetimeFields lifetime={lifetime} onChange={(next) => change({ lifetime: next })} />}
        <Switch
          label={t('guard.watermark')}
          description={t('guard.watermarkHint')}
          checked={watermark !== null}
          onChange={(event) => change({ watermark: event.currentTarget.checked ? USUAL_MARK : null })}
        />
        {watermark && (
          <WatermarkFields watermark={watermark} title={title} onChange={(next) => change({ watermark: next })} />
        )}
      </Stack>
    </Fieldset>
  );
}

function LifetimeFields({ lifetime, onChange }: { lifetime: Lifetime; onChange: (lifetime: Lifetime) => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" pl="xl">
      <Group gap="xs" wrap="nowrap">
        <NumberInput
          aria-label={t('guard.lifetimeValue')}
          w={96}
          min={1}
          max={999}
          allowDecimal={false}
          value={lifetime.value}
          onChange={(value) => typeof value === 'number' && onChange({ ...lifetime, value })}
        />
        <Select
          aria-label={t('guard.lifetimePeriod')}
          w={140}
          allowDeselect={false}
          data={([0, 1, 2] as const).map((period) => ({ value: String(period), label: t(`guard.period.${period}`) }))}
          value={String(lifetime.period)}
          onChange={(value) => value && onChange({ ...lifetime, period: Number(value) as Lifetime['period'] })}
        />
      </Group>
      <Switch
        label={t('guard.forever')}
        checked={lifetime.forever}
        onChange={(event) => onChange({ ...lifetime, forever: event.currentTarget.checked })}
      />
    </Stack>
  );
}

interface WatermarkFieldsProps {
  watermark: Watermark;
  title: string;
  onChange: (mark: Watermark) => void;
}

function WatermarkFields({ watermark, title, onChange }: WatermarkFieldsProps) {
  const { t } = useTranslation();
  const { additions, text, rotate } = watermark;
  return (
    <Stack gap="xs" pl="xl">
      <Input.Wrapper label={t('guard.shows')} labelElement="div">
        <Group gap={6} mt={6} role="group" aria-label={t('guard.shows')}>
          {ADDITIONS.map((bit) => (
            <Chip
              key={bit}
              size="xs"
              checked={(additions & bit) !== 0}
              onChange={(on) => onChange({ ...watermark, additions: on ? additions | bit : additions & ~bit })}
            >
              {t(`guard.addition.${bit}`)}
            </Chip>
          ))}
        </Group>
      </Input.Wrapper>
      <TextInput
        label={t('guard.text')}
        maxLength={255}
        value={text}
        onChange={(event) => onChange({ ...watermark, text: event.currentTarget.value })}
      />
      <Select
        label={t('guard.angle')}
        allowDeselect={false}
        data={ANGLES.map((angle) => ({ value: String(angle), label: t(`guard.angles.${angle}`) }))}
        value={String(rotate)}
        onChange={(value) => value !== null && onChange({ ...watermark, rotate: Number(value) })}
      />
      <WatermarkPreview watermark={watermark} room={title} />
    </Stack>
  );
}
