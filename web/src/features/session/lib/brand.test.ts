import { expect, test } from 'vitest';
import { LOGO, pictureOf, toBrand } from './brand';

const item = (type: number, light: string, dark: string) => ({
  type: type as 1,
  name: String(type),
  size: { width: 422, height: 48 },
  path: { light: `https://space.example${light}`, dark: `https://space.example${dark}` },
});

const own = (file: string) => `/static/images/logo/${file}.svg`;
const chosen = (file: string) => `/storage/whitelabel/root/${file}?hash=1f`;

test('a space that chose nothing shows the product', () => {
  const brand = toBrand('', [item(1, own('lightsmall'), own('dark_lightsmall'))]);
  expect(brand.name).toBe('Atrium');
  expect(brand.logos[0]?.shown.dark).toBe('/static/images/logo/dark_lightsmall.svg');
  expect(pictureOf(brand, LOGO.header, 'light')).toBeNull();
});

test('what was chosen for one ground is shown on the other, until that has its own', () => {
  const one = toBrand('Acme', [item(1, chosen('1_light.png'), own('dark_lightsmall'))]);
  expect(pictureOf(one, LOGO.header, 'light')).toBe('/storage/whitelabel/root/1_light.png?hash=1f');
  expect(pictureOf(one, LOGO.header, 'dark')).toBe('/storage/whitelabel/root/1_light.png?hash=1f');
  const both = toBrand('Acme', [item(1, chosen('1_light.png'), chosen('1_dark.svg'))]);
  expect(pictureOf(both, LOGO.header, 'dark')).toBe('/storage/whitelabel/root/1_dark.svg?hash=1f');
  expect(pictureOf(both, LOGO.favicon, 'dark')).toBeNull();
});
