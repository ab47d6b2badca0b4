import { ActionIcon, type ActionIconProps, Tooltip } from '@mantine/core';
import type { ComponentPropsWithRef, ReactNode } from 'react';

interface IconButtonProps extends ActionIconProps, Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps> {
  /** The name: read aloud, and shown as a tooltip. */
  label: string;
  children: ReactNode;
}

/** A button with a picture and, always, a name. */
export function IconButton({ label, children, ...props }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} {...props}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
