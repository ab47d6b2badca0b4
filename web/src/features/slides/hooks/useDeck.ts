import { useState } from 'react';
import type { Provider } from '@/features/editor';
import { createStore, type Store, useStore } from '@/shared/lib/store';
import { type Deck, deckOf, PLAIN } from '../lib/deck';
import { Slides, wordsOfAll } from '../lib/model';

/** Sizes, layouts and looks of the presentation behind a line, as the server tells them. */
export function useDeck(provider: Provider): Deck {
  const [store] = useState((): Store<Deck> => {
    const made = createStore(PLAIN);
    provider.onShown = (told) => {
      const deck = deckOf(told);
      if (deck) made.set(() => deck);
    };
    provider.inWords = ({ doc }) => {
      const slides = new Slides(doc);
      slides.destroy();
      return wordsOfAll(slides.store.get());
    };
    return made;
  });
  return useStore(store);
}
