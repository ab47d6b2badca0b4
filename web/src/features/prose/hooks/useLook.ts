import { useState } from 'react';
import type { Provider } from '@/features/editor';
import { createStore, type Store, useStore } from '@/shared/lib/store';
import { type Look, lookOf, PLAIN } from '../lib/look';
import { TREE } from '../lib/schema';
import { textOfTree } from '../lib/text';

/** How the document behind a line looks, as the server tells it. */
export function useLook(provider: Provider): Look {
  const [store] = useState((): Store<Look> => {
    const made = createStore(PLAIN);
    provider.onShown = (told) => {
      const look = lookOf(told);
      if (look) made.set(() => look);
    };
    provider.inWords = ({ doc }) => textOfTree(doc.getXmlFragment(TREE));
    return made;
  });
  return useStore(store);
}
