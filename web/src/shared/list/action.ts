import type { ComponentType } from 'react';

/** A small picture beside words. */
export type Glyph = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;

/** A verb for what is chosen in a list: an item of its menu, a button of its bar, a key. */
export interface Action {
  id: string;
  label: string;
  icon: Glyph;
  shortcut?: string;
  danger?: boolean;
  /** A line above it in menus. */
  apart?: boolean;
  /** In menus: these open beside it, and it does nothing by itself. */
  items?: Action[];
  run: () => void;
}
