import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useStore } from '@/shared/lib/store';
import type { SettingsForm } from '../lib/contract';
import { useDialogOpen } from '../lib/dialogs';
import { plugins } from '../lib/loaded';

const Dialogs = lazy(() => import('./Dialogs'));
const SettingsPanel = lazy(() => import('./SettingsPanel'));

/** The dialogs that plugins open; fetched with the first one. */
export function PluginDialogs() {
  if (!useDialogOpen()) return null;
  return (
    <Suspense fallback={null}>
      <Dialogs />
    </Suspense>
  );
}

/** What a plugin at work has administrators set up; null where it has nothing of its own. */
export function useSettingsPanel(name: string, done: { onKept: () => void; onCancel: () => void }): ReactNode {
  const plugin = useStore(plugins).find(({ record }) => record.name === name);
  const [first] = useState(plugin);
  const form = useMemo((): SettingsForm | null => {
    if (!first?.record.scopes.includes('Settings')) return null;
    try {
      const given = first.object.getAdminPluginSettings?.();
      return given?.settings ? given : null;
    } catch {
      return null;
    }
  }, [first]);
  if (!first || !form) return null;
  return (
    <Suspense fallback={null}>
      <SettingsPanel plugin={first} form={form} {...done} />
    </Suspense>
  );
}
