import { Button, Group, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettingsPanel } from '@/features/plugins';
import { Dialog, FactList } from '@/shared/ui';
import { type Plugin, useChangePlugin } from '../api/plugins';

const LONGEST = 255;

interface PluginDialogProps {
  plugin: Plugin;
  onClose: () => void;
}

/** What a plugin extends, and how it is set up: by what it shows for that, else by the text that the space keeps for it. */
export function PluginDialog({ plugin, onClose }: PluginDialogProps) {
  const { t } = useTranslation();
  const panel = useSettingsPanel(plugin.name, { onKept: onClose, onCancel: onClose });
  return (
    <Dialog onClose={onClose} title={t('plugins.settingsOf', { name: plugin.title })}>
      <Stack>
        <FactList
          facts={[
            [t('plugins.id'), plugin.name],
            [t('plugins.scopes'), plugin.scopes.join(', ')],
          ]}
        />
        {panel ?? <TextForm plugin={plugin} onClose={onClose} />}
      </Stack>
    </Dialog>
  );
}

function TextForm({ plugin, onClose }: PluginDialogProps) {
  const { t } = useTranslation();
  const change = useChangePlugin();
  const [settings, setSettings] = useState(plugin.settings);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ plugin, enabled: plugin.enabled, settings }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
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
  );
}
