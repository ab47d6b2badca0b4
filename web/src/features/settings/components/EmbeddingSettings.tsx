import { Code, Stack, TagsInput, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '@/shared/ui';
import { SITES } from '../api/sites';
import { isSite } from '../lib/site';
import { SettingSection } from './SettingSection';

/** Other sites that may show the space in their pages, and how they do it. */
export function EmbeddingSettings() {
  const { t } = useTranslation();
  return (
    <>
      <SettingSection
        setting={SITES}
        title={t('settings.sites')}
        hint={t('settings.sitesHint')}
        valid={(sites) => sites.every(isSite)}
      >
        {(sites, change) => (
          <TagsInput
            label={t('settings.siteList')}
            placeholder={sites.length === 0 ? 'https://intranet.example.org' : ''}
            splitChars={[',', ';', ' ']}
            acceptValueOnBlur
            error={!sites.every(isSite) && t('settings.notSite')}
            value={sites}
            onChange={change}
          />
        )}
      </SettingSection>
      <Section title={t('settings.snippet')} hint={t('settings.snippetHint')}>
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {t('settings.snippetText')}
          </Text>
          <Code block tabIndex={0}>
            {snippet(window.location.origin)}
          </Code>
        </Stack>
      </Section>
    </>
  );
}

function snippet(src: string): string {
  return `<div id="ds-frame"></div>
<script src="${src}/static/scripts/sdk/2.1.0/api.js"></script>
<script>
  DocSpace.SDK.initManager({ src: "${src}", frameId: "ds-frame", height: "700px" });
</script>`;
}
