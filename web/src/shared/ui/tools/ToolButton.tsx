import { ActionIcon, Tooltip } from '@mantine/core';
import { createContext, type MouseEvent, type ReactNode, useContext } from 'react';
import classes from './Tools.module.css';

/** Which tool of the bar the Tab key reaches; arrows lead to the others. */
export const Reached = createContext<string | null>(null);

/** What every tool has in common. */
export function useTool(name: string): { 'data-tool': string; tabIndex: number } {
  return { 'data-tool': name, tabIndex: useContext(Reached) === name ? 0 : -1 };
}

/** The mouse leaves the cursor in the text. */
export const stay = (event: MouseEvent) => event.preventDefault();

interface ToolButtonProps {
  name: string;
  label: string;
  /** The key that does the same, as it is shown. */
  keys?: string;
  /** On or off, for what is switched. */
  pressed?: boolean;
  disabled?: boolean;
  /** `byKey`: the focus is here, and stays. */
  onUse: (byKey: boolean) => void;
  children: ReactNode;
}

export function ToolButton({ name, label, keys, pressed, disabled, onUse, children }: ToolButtonProps) {
  const tool = useTool(name);
  return (
    <Tooltip label={keys ? `${label} (${keys})` : label}>
      <ActionIcon
        {...tool}
        size={32}
        aria-label={label}
        aria-pressed={pressed}
        aria-disabled={disabled || undefined}
        data-disabled={disabled || undefined}
        className={classes.tool ?? ''}
        onMouseDown={stay}
        onClick={(event) => !disabled && onUse(event.detail === 0)}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
