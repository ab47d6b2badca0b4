import type { Icon } from '@tabler/icons-react';

/** A verb for what is chosen in a list: an item of its menu, a button of its bar, a key. */
export interface Action {
  id: string;
  label: string;
  icon: Icon;
  shortcut?: string;
  danger?: boolean;
  /** A line above it in menus. */
  apart?: boolean;
  run: () => void;
}
