import { Alert, Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { ConfirmDialog, EmptyState, ErrorState, RowsSkeleton } from '@/shared/ui';
import { IconUpload } from '@/shared/ui/icons';
import { type Plugin, useAddPlugin, useDeletePlugin, usePlugins } from '../api/plugins';
import { PluginCard } from './PluginCard';
import { PluginDialog } from './PluginDialog';

/** Plugins: put in, switched, set up, taken out. */
export function PluginSettings() {
  const { t } = useTranslation();
  const plugins = usePlugins();
  const remove = useDeletePlugin();
  const add = useAddPlugin();
  const [asked, setAsked] = useState<{ is: 'delete' | 'settings'; plugin: Plugin } | null>(null);
  const close = () => setAsked(null);
  const list = plugins.data ?? [];
  const upload = <UploadButton busy={add.isPending} onFile={(file) => add.mutate(file)} />;
  return (
    <Stack pt="lg" maw={860}>
      <Text c="dimmed">{t('plugins.hint')}</Text>
      {add.isError && (
        <Alert color="red" role="alert" title={t('plugins.refused')}>
          {sentence(add.error)}
        </Alert>
      )}
      <RowsSkeleton pending={plugins.isPending} height={110} />
      {plugins.isError && <ErrorState error={plugins.error} onRetry={() => plugins.refetch()} />}
      {plugins.isSuccess && list.length === 0 && (
        <EmptyState title={t('plugins.empty')} hint={t('plugins.emptyHint')}>
          {upload}
        </EmptyState>
      )}
      {list.length > 0 && (
        <>
          <Group>{upload}</Group>
          <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('plugins.title')}>
            {list.map((plugin) => (
              <PluginCard
                key={plugin.name}
                plugin={plugin}
                onSettings={() => setAsked({ is: 'settings', plugin })}
                onDelete={() => setAsked({ is: 'delete', plugin })}
              />
            ))}
          </Stack>
        </>
      )}
      {asked?.is === 'settings' && <PluginDialog plugin={asked.plugin} onClose={close} />}
      {asked?.is === 'delete' && (
        <ConfirmDialog
          title={t('plugins.deleteTitle', { name: asked.plugin.title })}
          text={t(asked.plugin.system ? 'plugins.deleteSystemText' : 'plugins.deleteText')}
          confirm={t('plugins.delete')}
          onConfirm={() => remove.mutate(asked.plugin)}
          onClose={close}
        />
      )}
    </Stack>
  );
}

function UploadButton({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const { t } = useTranslation();
  const reset = useRef<() => void>(null);
  const take = (file: File | null) => {
    if (file) onFile(file);
    // The same file may be chosen again, mended.
    reset.current?.();
  };
  return (
    <FileButton
      accept=".zip,application/zip"
      onChange={take}
      resetRef={reset}
      inputProps={{ 'aria-label': t('plugins.upload') }}
    >
      {(props) => (
        <Button {...props} loading={busy} leftSection={<IconUpload size={18} aria-hidden />}>
          {t('plugins.upload')}
        </Button>
      )}
    </FileButton>
  );
}
