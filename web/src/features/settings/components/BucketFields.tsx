import { Autocomplete, Checkbox, PasswordInput, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRegions } from '../api/place';
import type { Bucket } from '../lib/bucket';

interface BucketFieldsProps {
  value: Bucket;
  /** The server may have keys already. */
  known: boolean;
  keysHint?: string;
  /** What becomes of an empty name of a folder. */
  folderHint?: string;
  onChange: (bucket: Bucket) => void;
}

/** What one has to know about a bucket. */
export function BucketFields({ value, known, keysHint, folderHint, onChange }: BucketFieldsProps) {
  const { t } = useTranslation();
  const regions = useRegions();
  const set = (part: Partial<Bucket>) => onChange({ ...value, ...part });
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t('place.name')}
          autoComplete="off"
          value={value.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Autocomplete
          label={t('place.region')}
          placeholder="eu-central-1"
          limit={8}
          data={regions.data ?? []}
          value={value.region}
          onChange={(region) => set({ region })}
        />
        <TextInput
          label={t('place.service')}
          description={t('place.serviceHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder="https://s3.example.org"
          value={value.service}
          onChange={(event) => {
            const service = event.currentTarget.value;
            // Services other than Amazon's rarely have a host for each bucket.
            const turned = (service.trim() === '') !== (value.service.trim() === '');
            set({ service, ...(turned && { inPath: service.trim() !== '' }) });
          }}
        />
        <TextInput
          label={t('place.folder')}
          description={folderHint ?? t('place.folderHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={value.folder}
          onChange={(event) => set({ folder: event.currentTarget.value })}
        />
        <TextInput
          label={t('place.accessKey')}
          description={known ? (keysHint ?? t('place.keysKept')) : undefined}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoComplete="off"
          value={value.accessKey}
          onChange={(event) => set({ accessKey: event.currentTarget.value })}
        />
        <PasswordInput
          size="sm"
          label={t('place.secretKey')}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          value={value.secretKey}
          onChange={(event) => set({ secretKey: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Checkbox
        label={t('place.inPath')}
        description={t('place.inPathHint')}
        checked={value.inPath}
        onChange={(event) => set({ inPath: event.currentTarget.checked })}
      />
    </Stack>
  );
}
