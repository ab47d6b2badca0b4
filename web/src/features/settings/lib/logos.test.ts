import { expect, test } from 'vitest';
import type { Brand, Logo } from '@/features/session';
import {
  APP_PLACES,
  EDITOR_PLACES,
  editorsDiffer,
  isActive,
  picked,
  refusalIn,
  refusalOf,
  SINGLE_EDITORS,
  toLogos,
  withDraft,
} from './logos';

const logo = (kind: number, light: string | null = null): Logo => ({
  kind,
  width: 172,
  height: 40,
  shown: { light: light ?? 'own', dark: 'own' },
  chosen: { light, dark: null },
});
const brandOf = (...logos: Logo[]): Brand => ({ name: 'Acme', logos });

test('every kind of the contract has its place, once', () => {
  const all = Array.from({ length: 16 }, (_, index) => index + 1);
  const kindsOf = (places: typeof APP_PLACES) => places.flatMap(({ kinds }) => kinds).sort((a, b) => a - b);
  expect(kindsOf([...APP_PLACES, ...EDITOR_PLACES])).toEqual(all);
  expect(kindsOf([...APP_PLACES, ...SINGLE_EDITORS])).toEqual(all);
});

test('editors differ when one of them has a picture of its own', () => {
  const kinds = [4, 9, 11, 13, 15];
  expect(editorsDiffer(brandOf(...kinds.map((kind) => logo(kind))))).toBe(false);
  expect(editorsDiffer(brandOf(...kinds.map((kind) => logo(kind, 'chosen'))))).toBe(false);
  expect(editorsDiffer(brandOf(...kinds.map((kind) => logo(kind, kind === 9 ? 'chosen' : null))))).toBe(true);
});

test('what is picked is seen, taken back, and sent by kind', () => {
  const draft = picked(picked(picked({}, [4, 9], 'light', 'data:a'), [4], 'dark', 'data:b'), [1], 'light', 'data:c');
  const brand = withDraft(brandOf(logo(4), logo(9, 'before'), logo(11)), draft);
  expect(brand.logos.map(({ shown }) => shown.light)).toEqual(['data:a', 'data:a', 'own']);
  expect(brand.logos[0]?.chosen).toEqual({ light: 'data:a', dark: 'data:b' });
  expect(toLogos(picked(draft, [1], 'light', null))).toEqual([
    { key: '4', value: { light: 'data:a', dark: 'data:b' } },
    { key: '9', value: { light: 'data:a' } },
  ]);
  expect(toLogos({})).toEqual([]);
});

test('files are refused by kind and size', () => {
  const file = (name: string, type: string, size = 10) => refusalOf({ name, type, size });
  expect(file('logo.png', 'image/png')).toBeNull();
  expect(file('logo.svg', '')).toBeNull();
  expect(file('logo.gif', 'image/gif')).toBe('kind');
  expect(file('logo.png', 'image/png', 6_000_000)).toBe('large');
  expect(file('logo.svg', 'image/svg+xml', 600_000)).toBe('large');
});

test('drawings that do something are recognised; others pass', () => {
  const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`;
  expect(isActive(svg('<rect width="9" height="9" fill="url(#a)"/><use href="#b"/>'))).toBe(false);
  for (const inside of [
    '<script>alert(1)</script>',
    '<rect onclick="alert(1)"/>',
    '<a href="javascript:alert(1)"/>',
    '<image xlink:href="https://elsewhere.example/a.png"/>',
  ])
    expect(isActive(svg(inside)), inside).toBe(true);
});

test('the server is understood', () => {
  expect(refusalIn('The picture must not contain scripts or refer to other files.')).toBe('active');
  expect(refusalIn('Unknown image file type.')).toBe('kind');
  expect(refusalIn('logo')).toBeNull();
});
