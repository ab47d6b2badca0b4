import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';

/** Percent: as its person last wished on this device; in a frame as the page around it wishes, until somebody chooses there. */
export function useZoom(wished: number | null): [number, (zoom: number) => void] {
  const own = useLocalStorage({ key: 'atrium-prose-zoom', defaultValue: 100 });
  const [here, setHere] = useState<number | null>(null);
  if (wished === null) return [own[0], own[1]];
  return [here ?? wished, setHere];
}
