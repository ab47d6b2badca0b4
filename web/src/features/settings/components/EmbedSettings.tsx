import { Button, Code, Group, Stack, Text, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton, Section } from '@/shared/ui';
import { IconPlus, IconTrash } from '@/shared/ui/icons';
import { EMBEDDING } from '../api/embedding';
import { isSite } from '../lib/site';
import { SettingSection } from './SettingSection';

/** Sites that the space works together with: who may show it, and from where its pages may load. */
export function EmbedSettings() {
  const { t } = useTranslation();
  return (
    <>
      <SettingSection
        setting={EMBEDDING}
        title={t('embedding.title')}
        hint={
          <Stack gap="xs">
            <span>{t('embedding.hint')}</span>
            <span>{t('embedding.care')}</span>
          </Stack>
        }
      >
        {({ sites }, change) => <Sites value={sites} onChange={(next) => change({ sites: next })} />}
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

interface SitesProps {
  value: string[];
  onChange: (sites: string[]) => void;
}

function Sites({ value, onChange }: SitesProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const site = text.trim().replace(/\/+$/, '');
  const known = value.includes(site);
  const error = site !== '' && (known ? t('embedding.known') : !isSite(site) && t('embedding.wrong'));
  const add = () => {
    if (site === '' || error) return;
    onChange([...value, site]);
    setText('');
  };
  // Enter adds the site; it does not save half of what one has in mind.
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || site === '') return;
    event.preventDefault();
    add();
  };
  return (
    <Stack>
      {value.length === 0 && <Text c="dimmed">{t('embedding.none')}</Text>}
      {value.length > 0 && (
        <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('embedding.sites')}>
          {value.map((one) => (
            <Group key={one} component="li" justify="space-between" wrap="nowrap">
              <Code style={{ overflowWrap: 'anywhere' }}>{one}</Code>
              <IconButton
                label={t('embedding.remove', { site: one })}
                onClick={() => onChange(value.filter((other) => other !== one))}
              >
                <IconTrash size={18} />
              </IconButton>
            </Group>
          ))}
        </Stack>
      )}
      <Group align="flex-start" gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          aria-label={t('embedding.site')}
          placeholder="https://intranet.example.org"
          error={error}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKey}
        />
        <Button
          variant="default"
          disabled={site === '' || error !== false}
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={add}
        >
          {t('embedding.add')}
        </Button>
      </Group>
    </Stack>
  );
}
