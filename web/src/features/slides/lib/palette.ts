// Colours that are offered: those of the theme first, and then those that have a name.
import type { TFunction } from 'i18next';
import { COLORS } from '@/features/prose';

const THEME = ['dk1', 'lt1', 'dk2', 'lt2', 'accent1', 'accent2', 'accent3', 'accent4', 'accent5', 'accent6'];

export interface Palette {
  /** By their keys. */
  colors: Record<string, string>;
  nameOf: (key: string) => string;
}

export function paletteOf(theme: Record<string, string>, t: TFunction): Palette {
  const own = THEME.flatMap((key) => (theme[key] ? [[key, theme[key].toLowerCase()]] : []));
  const there = new Set(own.map(([, color]) => color));
  const named = Object.entries(COLORS).filter(([, color]) => !there.has(color));
  return {
    colors: Object.fromEntries([...own, ...named]),
    nameOf: (key) =>
      THEME.includes(key)
        ? t('slides.themeColor', { number: THEME.indexOf(key) + 1 })
        : t(`prose.colors.${key as keyof typeof COLORS}`),
  };
}
