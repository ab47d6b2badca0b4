import { Radio, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RoomSelect } from '@/features/rooms';
import { type BackupPlace, isPlace } from '../api/backup';

interface BackupPlaceFieldsProps {
  value: BackupPlace;
  onChange: (place: BackupPlace) => void;
}

/** Where an archive goes. */
export function BackupPlaceFields({ value, onChange }: BackupPlaceFieldsProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t('backup.where')}
        value={value.kind}
        onChange={(kind) => onChange({ ...value, kind: kind as BackupPlace['kind'] })}
      >
        <Stack gap="xs" mt={6}>
          {(['files', 'folder', 'room'] as const).map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={t(`backup.place.${kind}`)}
              description={t(`backup.placeHint.${kind}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {value.kind === 'folder' && (
        <TextInput
          label={t('backup.path')}
          placeholder={t('backup.pathNone')}
          error={!isPlace(value) && t('backup.pathWrong')}
          value={value.path}
          onChange={(event) => onChange({ ...value, path: event.currentTarget.value })}
        />
      )}
      {value.kind === 'room' && (
        <RoomSelect label={t('backup.room')} value={value.room} onChange={(room) => onChange({ ...value, room })} />
      )}
    </Stack>
  );
}
