import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeepSettings } from '../api/settings';
import type { SettingsForm } from '../lib/contract';
import type { Loaded } from '../lib/loaded';
import { perform } from '../lib/perform';
import { BoxView, ControlView, PluginPlace } from './Boxes';

interface SettingsPanelProps {
  plugin: Loaded;
  form: SettingsForm;
  /** The space keeps the settings. */
  onKept: () => void;
  onCancel: () => void;
}

/** What a plugin has administrators set up, with the button that says so. */
export default function SettingsPanel({ plugin, form, onKept, onCancel }: SettingsPanelProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState({ box: form.settings, button: form.saveButton, loading: !!form.onLoad });
  const save = useKeepSettings(plugin);
  const keep = useCallback(
    async (settings: string) => {
      await save(settings);
      onKept();
    },
    [save, onKept],
  );
  // The same form for as long as it is open: what is kept meanwhile does not take away what is being typed.
  useEffect(() => {
    let here = true;
    void perform(plugin, async () => {
      const loaded = await form.onLoad?.();
      if (here && loaded)
        setShown(({ box, button }) => ({
          box: loaded.settings ?? box,
          button: loaded.saveButton ?? button,
          loading: false,
        }));
    }).finally(() => here && setShown((before) => ({ ...before, loading: false })));
    return () => {
      here = false;
    };
  }, [plugin, form]);
  if (shown.loading || form.isLoading === true) return <Skeleton height={120} radius="md" />;
  return (
    <PluginPlace plugin={plugin} keep={keep}>
      <Stack>
        <BoxView props={shown.box ?? {}} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
          {shown.button && <ControlView control={shown.button} />}
        </Group>
      </Stack>
    </PluginPlace>
  );
}
