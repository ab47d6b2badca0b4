import { Radio, Stack, TextInput } from '@mantine/core';
import i18n from 'i18next';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { RoomSelect } from '@/features/rooms';
import { sentence } from '@/shared/errors';
import { type BackupPlace, isPlace, KINDS } from '../lib/backupPlace';
import { BucketFields } from './BucketFields';

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
          {KINDS.map((kind) => (
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
      {value.kind === 'bucket' && (
        <BucketFields
          value={value.bucket}
          known
          keysHint={t('backup.keysHint')}
          folderHint={t('backup.folderHint')}
          onChange={(bucket) => onChange({ ...value, bucket })}
        />
      )}
    </Stack>
  );
}

/** Why a place is refused: the server names what is missing, and tells the rest in words. */
export function placeRefusal(error: unknown): string {
  const missing = error instanceof ApiError && error.status === 400 && error.detail === 'acesskey';
  return missing ? i18n.t('backup.keysNeeded') : sentence(error);
}
