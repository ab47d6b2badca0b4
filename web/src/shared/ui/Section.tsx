import { Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './Section.module.css';

interface SectionProps {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}

/** The name of a section in addresses. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** A part of a page of settings: what it is about at the side, what one can do beside it. */
export function Section({ title, hint, children }: SectionProps) {
  const id = useId();
  return (
    <section id={anchorOf(title)} className={classes.section} aria-labelledby={id}>
      <div className={classes.about}>
        <Title order={2} id={id} size="h3">
          {title}
        </Title>
        {hint && (
          <Text size="sm" c="dimmed" mt={4} component="div">
            {hint}
          </Text>
        )}
      </div>
      <div className={classes.content}>{children}</div>
    </section>
  );
}
