import { lazy, Suspense } from 'react';
import { useStore } from '@/shared/lib/store';
import { type PluginEntry, tabsOf } from '../lib/entries';
import { plugins } from '../lib/loaded';

const PanelBody = lazy(() => import('../components/PanelBody'));

/** The tabs that plugins put into the info panel of an entry. */
export function usePanelTabs(entry: PluginEntry) {
  const list = useStore(plugins);
  return tabsOf(list, entry).map(([plugin, item]) => ({
    id: `${plugin.record.name}-${item.key}`,
    label: item.subMenu?.name ?? item.key,
    content: () => (
      <Suspense fallback={null}>
        <PanelBody key={`${item.key}-${entry.id}`} plugin={plugin} item={item} id={entry.id} />
      </Suspense>
    ),
  }));
}
