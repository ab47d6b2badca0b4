import { useMediaQuery } from '@mantine/hooks';
import { createStore, useStore } from '@/shared/lib/store';
import { frame, useFrame } from './frame';

/** What somebody chose in this frame, until the page around it wishes something else. */
const chosen = createStore<{ wish: string; names: string[] } | null>(null);

const read = (text: string) =>
  text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);

/** Shows these columns and no other. */
export function chooseColumns(names: string[]): void {
  chosen.set(() => ({ wish: frame()?.viewTableColumns ?? '', names }));
}

/** Names of the columns a table shows, in small letters; null where the app decides: out of frames, on phones, in other looks. */
export function useWishedColumns(look: string): string[] | null {
  const config = useFrame();
  const here = useStore(chosen);
  const wide = useMediaQuery('(min-width: 40em)', undefined, { getInitialValueInEffect: false });
  const wish = config?.viewTableColumns ?? '';
  if (!wide || look !== 'compact' || wish === '') return null;
  return here?.wish === wish ? here.names : read(wish);
}
