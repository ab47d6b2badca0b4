import { useEffect, useState } from 'react';
import { withShareKey } from '@/api/client';
import { Provider } from '../lib/provider';

/** The line to a file's document, open as long as the screen is. */
export function useProvider(fileId: number): Provider {
  const [provider] = useState(() => {
    const { protocol, host } = window.location;
    return new Provider(withShareKey(`${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/edit/${fileId}?from=web`));
  });
  useEffect(() => {
    provider.open();
    return () => provider.close();
  }, [provider]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      const { kept, line } = provider.status.get();
      if (!kept && line !== 'ended') event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [provider]);
  return provider;
}
