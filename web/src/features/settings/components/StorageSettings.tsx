import { Group, NumberInput, Progress, Skeleton, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatSize } from '@/shared/lib/format';
import { ErrorState, Section } from '@/shared/ui';
import type { Setting } from '../api/setting';
import { PEOPLE_QUOTA, type Quota, ROOM_QUOTA, SPACE_QUOTA, type UsedPart, useUsedSpace } from '../api/storage';
import { EncryptionSection } from './EncryptionSection';
import { PlaceSection } from './PlaceSection';
import { SettingSection } from './SettingSection';

const GIGABYTE = 1024 ** 3;
/** What a limit begins with when it is switched on for the first time. */
const USUAL = { people: 2 * GIGABYTE, room: 10 * GIGABYTE, space: 100 * GIGABYTE };

/** How much the space keeps, and how much it, its rooms and its people may. */
export function StorageSettings() {
  return (
    <>
      <UsedSpace />
      <PlaceSection />
      <EncryptionSection />
      <QuotaSection setting={SPACE_QUOTA} whose="space" />
      <QuotaSection setting={ROOM_QUOTA} whose="room" />
      <QuotaSection setting={PEOPLE_QUOTA} whose="people" />
    </>
  );
}

function UsedSpace() {
  const { t } = useTranslation();
  const used = useUsedSpace();
  return (
    <Section title={t('settings.used')} hint={t('settings.usedHint')}>
      {used.isPending && <Skeleton height={160} />}
      {used.isError && <ErrorState error={used.error} onRetry={() => used.refetch()} />}
      {used.isSuccess && <Parts parts={used.data} />}
    </Section>
  );
}

function Parts({ parts }: { parts: UsedPart[] }) {
  const { t } = useTranslation();
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <Stack>
      <Text fw={600}>{t('settings.usedTotal', { size: formatSize(total) })}</Text>
      <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
        {parts.map(({ part, bytes }) => (
          <li key={part}>
            <Group justify="space-between" mb={4} wrap="nowrap">
              <Text size="sm">{t(`settings.usedPart.${part}`)}</Text>
              <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                {formatSize(bytes)}
              </Text>
            </Group>
            <Progress value={total > 0 ? (bytes / total) * 100 : 0} aria-label={t(`settings.usedPart.${part}`)} />
          </li>
        ))}
      </Stack>
    </Stack>
  );
}

interface QuotaSectionProps {
  setting: Setting<Quota>;
  whose: 'people' | 'room' | 'space';
}

function QuotaSection({ setting, whose }: QuotaSectionProps) {
  const { t } = useTranslation();
  return (
    <SettingSection
      setting={setting}
      title={t(`settings.${whose}Quota`)}
      hint={t(`settings.${whose}QuotaHint`)}
      valid={({ on, bytes }) => !on || bytes > 0}
    >
      {(value, change) => (
        <Stack>
          <Switch
            label={t(`settings.${whose}QuotaOn`)}
            checked={value.on}
            onChange={(event) => {
              const on = event.currentTarget.checked;
              change({ on, bytes: on && value.bytes === 0 ? USUAL[whose] : value.bytes });
            }}
          />
          {value.on && (
            <NumberInput
              label={t('people.gigabytes')}
              maw={200}
              min={0.1}
              step={1}
              decimalScale={2}
              value={value.bytes / GIGABYTE}
              onChange={(next) => change({ ...value, bytes: Math.round(Number(next) * GIGABYTE) })}
            />
          )}
        </Stack>
      )}
    </SettingSection>
  );
}
