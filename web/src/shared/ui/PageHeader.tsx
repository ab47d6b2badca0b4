import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFrame } from '@/shared/embed';
import classes from './PageHeader.module.css';

interface PageHeaderProps {
  title: ReactNode;
  /** Breadcrumb above the title. */
  above?: ReactNode;
  /** Short facts under the title. */
  below?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, above, below, actions }: PageHeaderProps) {
  const frame = useFrame();
  return (
    <header className={classes.header}>
      {above}
      <div className={classes.row}>
        {frame?.showTitle !== false && (
          <Title order={1} className={classes.title}>
            {title}
          </Title>
        )}
        {actions && (
          <Group gap="xs" wrap="nowrap" className={classes.actions}>
            {actions}
          </Group>
        )}
      </div>
      {below}
    </header>
  );
}
