import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  title: string;
  hint?: string;
  /** What to do next. */
  children?: ReactNode;
  art?: 'court' | 'search' | 'trash' | 'people';
}

/** A screen with nothing on it says why, and what to do next. */
export function EmptyState({ title, hint, children, art = 'court' }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" py={56} px="md" ta="center">
      <EmptyArt kind={art} />
      <Title order={2} mt="sm">
        {title}
      </Title>
      {hint && (
        <Text c="dimmed" maw={440}>
          {hint}
        </Text>
      )}
      {children && <div style={{ marginTop: 'var(--mantine-spacing-md)' }}>{children}</div>}
    </Stack>
  );
}

function EmptyArt({ kind }: { kind: NonNullable<EmptyStateProps['art']> }) {
  const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 2.5, strokeLinecap: 'round' as const };
  return (
    <svg
      width="132"
      height="104"
      viewBox="0 0 132 104"
      aria-hidden="true"
      style={{ color: 'var(--mantine-color-atrium-5)' }}
    >
      <ellipse cx="66" cy="94" rx="56" ry="6" fill="var(--atrium-line)" />
      <path d="M22 92V50a44 44 0 0 1 88 0v42" {...line} opacity=".35" />
      <path d="M38 92V54a28 28 0 0 1 56 0v38" {...line} opacity=".6" />
      {kind === 'court' && <path d="M53 92V58a13 13 0 0 1 26 0v34" {...line} />}
      {kind === 'search' && (
        <>
          <circle cx="64" cy="66" r="13" {...line} />
          <path d="m74 76 10 10" {...line} />
        </>
      )}
      {kind === 'trash' && <path d="M52 62h28M56 62l2.5 28h15L76 62M61 62v-6h10v6" {...line} />}
      {kind === 'people' && (
        <>
          <circle cx="66" cy="62" r="8" {...line} />
          <path d="M51 90c0-9 6-15 15-15s15 6 15 15" {...line} />
        </>
      )}
      <circle cx="66" cy="26" r="5" fill="#f2c879" />
    </svg>
  );
}
