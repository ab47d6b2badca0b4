import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useStore } from '@/shared/lib/store';
import type { Provider } from '../lib/provider';

/** Ctrl+S saves a version; lists behind this screen learn of versions that are saved meanwhile. */
export function useSaving(provider: Provider, fileId: number): void {
  const client = useQueryClient();
  const { version } = useStore(provider.status);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is the occasion
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['entries'] });
    void client.invalidateQueries({ queryKey: ['history', fileId] });
  }, [version]);
  useEffect(() => {
    const save = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      provider.save();
    };
    window.addEventListener('keydown', save);
    return () => window.removeEventListener('keydown', save);
  }, [provider]);
}
