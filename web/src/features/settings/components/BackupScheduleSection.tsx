import { NumberInput, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import i18n from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/lib/format';
import { BACKUP_SCHEDULE, type BackupSchedule } from '../api/backup';
import { isPlace } from '../lib/backupPlace';
import { BackupPlaceFields, placeRefusal } from './BackupPlaceFields';
import { SettingSection } from './SettingSection';

const PERIODS = [0, 1, 2] as const;
const MOST = 30;
const LONGEST_MONTH = 31;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** "03:00", as the language of the page writes it. */
function hourText(hour: number): string {
  const time = new Date(2026, 0, 5, hour);
  return new Intl.DateTimeFormat(i18n.language, { hour: 'numeric', minute: '2-digit' }).format(time);
}

/** The days of a week, 1 to 7 from Monday. */
function dayText(day: number): string {
  // The fifth of January 2026 is a Monday.
  return new Intl.DateTimeFormat(i18n.language, { weekday: 'long' }).format(new Date(2026, 0, 4 + day));
}

/** Archives that make themselves. */
export function BackupScheduleSection() {
  const { t } = useTranslation();
  const sound = ({ on, kept, place }: BackupSchedule) => !on || (kept >= 1 && kept <= MOST && isPlace(place));
  return (
    <SettingSection
      setting={BACKUP_SCHEDULE}
      title={t('backup.schedule')}
      hint={t('backup.scheduleHint')}
      valid={sound}
      words={placeRefusal}
    >
      {(value, change) => <ScheduleFields value={value} onChange={change} />}
    </SettingSection>
  );
}

interface ScheduleFieldsProps {
  value: BackupSchedule;
  onChange: (value: BackupSchedule) => void;
}

function ScheduleFields({ value, onChange }: ScheduleFieldsProps) {
  const { t } = useTranslation();
  const set = (part: Partial<BackupSchedule>) => onChange({ ...value, ...part });
  return (
    <Stack>
      <Switch
        label={t('backup.scheduleOn')}
        checked={value.on}
        onChange={(event) => set({ on: event.currentTarget.checked })}
      />
      {value.on && (
        <>
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <Select
              label={t('backup.period')}
              allowDeselect={false}
              data={PERIODS.map((period) => ({ value: String(period), label: t(`backup.periods.${period}`) }))}
              value={String(value.period)}
              onChange={(period) => set({ period: Number(period) as BackupSchedule['period'], day: 1 })}
            />
            {value.period === 1 && (
              <Select
                label={t('backup.day')}
                allowDeselect={false}
                data={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: dayText(day) }))}
                value={String(value.day)}
                onChange={(day) => set({ day: Number(day) })}
              />
            )}
            {value.period === 2 && (
              <NumberInput
                label={t('backup.dayOfMonth')}
                min={1}
                max={LONGEST_MONTH}
                clampBehavior="strict"
                allowDecimal={false}
                value={value.day}
                onChange={(day) => set({ day: Number(day) || 1 })}
              />
            )}
            <Select
              label={t('backup.hour')}
              allowDeselect={false}
              data={HOURS.map((hour) => ({ value: String(hour), label: hourText(hour) }))}
              value={String(value.hour)}
              onChange={(hour) => set({ hour: Number(hour) })}
            />
          </SimpleGrid>
          <NumberInput
            maw={240}
            label={t('backup.kept')}
            description={t('backup.keptHint')}
            min={1}
            max={MOST}
            allowDecimal={false}
            value={value.kept}
            onChange={(kept) => set({ kept: Number(kept) })}
          />
          <BackupPlaceFields value={value.place} onChange={(place) => set({ place })} />
          {value.last && (
            <Text size="sm" c="dimmed">
              {t('backup.last', { date: formatMoment(value.last) })}
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}
