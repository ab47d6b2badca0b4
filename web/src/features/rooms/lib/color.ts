// Room covers: a gradient out of one colour, calm enough for white text on it.

/** The contract's palette. */
export const PALETTE = [
  '6191F2',
  '5CC3F7',
  '1FCECB',
  '61C059',
  '70E096',
  'F2D230',
  'FF8F40',
  'FF6680',
  'FF7FD4',
  'B679F2',
  '7757D9',
];

interface Hsl {
  h: number;
  s: number;
  l: number;
}

export function toHsl(hex: string): Hsl {
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex.padEnd(6, '0');
  const [r, g, b] = [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255) as [
    number,
    number,
    number,
  ];
  const max = Math.max(r, g, b);
  const min = Math.min(r, g, b);
  const l = (max + min) / 2;
  const d = max - min;
  if (d === 0 || Number.isNaN(d)) return { h: 0, s: 0, l: Number.isNaN(l) ? 0.5 : l };
  const s = d / (1 - Math.abs(2 * l - 1));
  const h = max === r ? ((g - b) / d + 6) % 6 : max === g ? (b - r) / d + 2 : (r - g) / d + 4;
  return { h: Math.round(h * 60), s, l };
}

/** Two stops: the hue of the room, quieter and deeper than the palette's candy. */
export function gradient(hex: string): [from: string, to: string] {
  const { h, s } = toHsl(hex);
  const calm = Math.round(Math.min(s, 0.75) * 100 * 0.78);
  // Yellows and oranges turn to mud when they drift towards green; they drift towards red instead.
  const drift = h > 8 && h < 75 ? -20 : 22;
  return [`hsl(${h} ${calm}% 47%)`, `hsl(${(h + drift + 360) % 360} ${calm}% 33%)`];
}
