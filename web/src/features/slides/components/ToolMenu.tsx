import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { stay, useTool } from '@/shared/ui/tools';
import classes from './Slides.module.css';

interface ToolMenuProps {
  name: string;
  label: string;
  icon: ReactNode;
  disabled?: boolean;
  pressed?: boolean;
  /** Half as wide: it stands beside the tool it belongs to. */
  slim?: boolean;
  className?: string | undefined;
  children: ReactNode;
}

/** A tool that opens a menu. */
export function ToolMenu(props: ToolMenuProps) {
  const { name, label, icon, disabled = false, pressed, slim = false, className, children } = props;
  const tool = useTool(name);
  const [open, setOpen] = useState(false);
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-start" returnFocus={false} disabled={disabled}>
      <Menu.Target>
        <Tooltip label={label} disabled={open}>
          <ActionIcon
            {...tool}
            size={32}
            {...(slim && { w: 20, miw: 20 })}
            className={classes.tool ?? ''}
            aria-label={label}
            aria-pressed={pressed}
            aria-disabled={disabled || undefined}
            data-disabled={disabled || undefined}
            onMouseDown={stay}
          >
            {icon}
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown className={className ?? ''}>{children}</Menu.Dropdown>
    </Menu>
  );
}
