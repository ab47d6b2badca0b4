import { Group, Progress, Stack, Text } from '@mantine/core';

/** The bar shows from the beginning that something is under way. */
const LEAST = 3;

/** Long work: what it is, and how far. */
export function ProgressLine({ label, percent }: { label: string; percent: number }) {
  return (
    <Stack gap="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text role="status">{label}</Text>
        <Text c="dimmed" size="sm" style={{ whiteSpace: 'nowrap' }}>
          {Math.max(percent, 0)} %
        </Text>
      </Group>
      <Progress value={Math.max(percent, LEAST)} animated aria-label={label} />
    </Stack>
  );
}
