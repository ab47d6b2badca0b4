import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LONGEST_NAME, SPACE_NAME } from '../api/brand';
import { LogosSection } from './LogosSection';
import { SettingSection } from './SettingSection';

/** The name and the logos under which the space meets people. */
export function BrandSettings() {
  const { t } = useTranslation();
  return (
    <>
      <SettingSection
        setting={SPACE_NAME}
        title={t('brand.name')}
        hint={t('brand.nameHint')}
        valid={({ name }) => name.trim() !== '' && name.trim().length <= LONGEST_NAME}
        mayReset={({ usual }) => !usual}
      >
        {(value, change) => (
          <TextInput
            maw={360}
            label={t('brand.nameLabel')}
            description={t('brand.nameLength', { count: LONGEST_NAME })}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxLength={LONGEST_NAME}
            value={value.name}
            onChange={(event) => change({ ...value, name: event.currentTarget.value })}
          />
        )}
      </SettingSection>
      <LogosSection />
    </>
  );
}
