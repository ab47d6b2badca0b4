import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './DoorFrame.module.css';
import { SpaceLogo } from './SpaceLogo';

interface DoorFrameProps {
  title: string;
  hint?: string;
  children?: ReactNode;
}

/** The screens in front of the door: sign-in and set-up. */
export function DoorFrame({ title, hint, children }: DoorFrameProps) {
  return (
    <main className={classes.page}>
      <Arches />
      <Paper className={classes.card} radius="lg" p={{ base: 'lg', xs: 36 }}>
        <Stack gap="xs" mb="lg">
          <SpaceLogo place="signIn" height={44} />
          <Title order={1} mt="xs">
            {title}
          </Title>
          {hint && <Text c="dimmed">{hint}</Text>}
        </Stack>
        {children}
      </Paper>
    </main>
  );
}

function Arches() {
  return (
    <svg className={classes.arches} viewBox="0 0 1200 800" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      {[520, 430, 340, 250, 160].map((radius, index) => (
        <path
          key={radius}
          d={`M${600 - radius} 800V${760 - radius * 0.35}a${radius} ${radius} 0 0 1 ${radius * 2} 0V800`}
          fill="currentColor"
          opacity={0.05 + index * 0.012}
        />
      ))}
    </svg>
  );
}
