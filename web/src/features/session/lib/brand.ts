// How a space looks to the world: its name and its logos (platform/06 §6.5 of the contract).
import type { Schemas } from '@/api/client';

/** On what ground a logo is shown. */
export type Tone = 'light' | 'dark';

export const TONES: Tone[] = ['light', 'dark'];

/** A kind of logo. */
export interface Logo {
  /** WhiteLabelLogoType of the contract. */
  kind: number;
  /** Pixels, in which it is drawn. */
  width: number;
  height: number;
  /** What is shown on each ground, the product's own or a chosen one. */
  shown: Record<Tone, string>;
  /** The chosen ones; null where there is none. */
  chosen: Record<Tone, string | null>;
}

export interface Brand {
  name: string;
  logos: Logo[];
}

/** The kinds that the app itself shows. */
export const LOGO = { header: 1, signIn: 2, favicon: 3, mark: 6 } as const;

export const PRODUCT = 'Atrium';

/** Where the server keeps what a space chose; the product's own are elsewhere. */
const CHOSEN = '/storage/whitelabel/';

export function toBrand(name: string | null | undefined, items: Schemas['WhiteLabelItemDto'][]): Brand {
  return { name: name || PRODUCT, logos: items.map(toLogo) };
}

function toLogo({ type, size, path }: Schemas['WhiteLabelItemDto']): Logo {
  const shown = { light: within(path?.light), dark: within(path?.dark) };
  const chosen = (address: string) => (address.startsWith(CHOSEN) ? address : null);
  return {
    kind: Number(type),
    width: size?.width ?? 0,
    height: size?.height ?? 0,
    shown,
    chosen: { light: chosen(shown.light), dark: chosen(shown.dark) },
  };
}

/** An address of this very site; the hash in it changes with the picture. */
function within(address: string | null | undefined): string {
  if (!address) return '';
  const { pathname, search } = new URL(address, window.location.origin);
  return pathname + search;
}

/** The picture a space chose for a kind; where there is none for this ground, the one for the other. */
export function pictureOf({ logos }: Brand, kind: number, tone: Tone): string | null {
  const chosen = logos.find((logo) => logo.kind === kind)?.chosen;
  return chosen?.[tone] ?? chosen?.[tone === 'dark' ? 'light' : 'dark'] ?? null;
}
