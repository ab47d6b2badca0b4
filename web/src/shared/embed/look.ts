import { useLocalStorage } from '@mantine/hooks';
import { createStore, useStore } from '@/shared/lib/store';
import { frame, useFrame } from './frame';

type Look = 'list' | 'compact' | 'tiles';

/** The names of the contract. */
const LOOKS: Record<string, Look> = { row: 'list', table: 'compact', tile: 'tiles' };

/** What was chosen in this frame, until the page around it wishes something else; nobody's taste outside of it. */
const chosen = createStore<{ wish: string; look: Look } | null>(null);

const choose = (look: Look) => chosen.set(() => ({ wish: frame()?.viewAs ?? '', look }));

/** `row`, `table` or `tile`; whatever else is asked for changes nothing. */
export function setListLook(name: unknown): void {
  const look = typeof name === 'string' ? LOOKS[name] : undefined;
  if (look) choose(look);
}

/** How a list looks: as its person last wished on this device, or in a frame as the page around it wishes. */
export function useListLook(key: string, usual: Look): [Look, (look: Look) => void] {
  const own = useLocalStorage<Look>({ key, defaultValue: usual, getInitialValueInEffect: false });
  const wishes = useFrame();
  const here = useStore(chosen);
  if (!wishes) return [own[0], own[1]];
  const look = here?.wish === wishes.viewAs ? here.look : (LOOKS[wishes.viewAs] ?? usual);
  return [look, choose];
}
