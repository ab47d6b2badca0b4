import { SimpleGrid, Skeleton, Stack } from '@mantine/core';
import type { View } from '@/features/files';
import { useDelayed } from '@/shared/lib/useDelayed';

/** The shape of a list while it is on its way; nothing at all for the first moment. */
export function ListSkeleton({ view }: { view: View }) {
  const late = useDelayed(true);
  if (!late) return null;
  if (view === 'tiles')
    return (
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }}>
        {[1, 2, 3, 4, 5].map((tile) => (
          <Skeleton key={tile} height={192} radius="lg" />
        ))}
      </SimpleGrid>
    );
  return (
    <Stack gap={10} pt="xs">
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <Skeleton key={row} height={44} />
      ))}
    </Stack>
  );
}
