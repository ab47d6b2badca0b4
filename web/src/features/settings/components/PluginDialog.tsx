import { Button, Group, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, FactList } from '@/shared/ui';
import { type Plugin, useChangePlugin } from '../api/plugins';

const LONGEST = 255;

/** What a plugin extends, and the text that the space keeps for it. */
export function PluginDialog({ plugin, onClose }: { plugin: Plugin; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangePlugin();
  const [settings, setSettings] = useState(plugin.settings);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ plugin, enabled: plugin.enabled, settings }, { onSuccess: onClose });
  };
  return (
    <Dialog onClose={onClose} title={t('plugins.settingsOf', { name: plugin.title })}>
      <form onSubmit={submit}>
        <Stack>
          <FactList
            facts={[
              [t('plugins.id'), plugin.name],
              [t('plugins.scopes'), plugin.scopes.join(', ')],
            ]}
          />
          <Textarea
            data-autofocus
            label={t('plugins.settings')}
            description={t('plugins.settingsHint')}
            maxLength={LONGEST}
            maxRows={8}
            spellCheck={false}
            value={settings}
            onChange={(event) => setSettings(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={change.isPending} disabled={settings === plugin.settings}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
