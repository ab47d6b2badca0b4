import { Skeleton, Stack } from '@mantine/core';
import { useDelayed } from '../lib/useDelayed';

/** Rows to come; not shown when the answer comes at once. */
export function RowsSkeleton({ pending, height = 52 }: { pending: boolean; height?: number }) {
  const late = useDelayed(pending);
  if (!late) return null;
  return (
    <Stack gap="xs" aria-hidden="true">
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} height={height} />
      ))}
    </Stack>
  );
}
