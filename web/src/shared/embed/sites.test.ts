import { expect, test } from 'vitest';
import { allows } from './sites';

const OWN = 'https://office.example';

test.each([
  ['https://site.example', 'https://site.example'],
  ['https://site.example/portal', 'https://site.example'],
  ['site.example', 'https://site.example'],
  ['site.example:8443', 'https://site.example:8443'],
  ['*.site.example', 'https://shop.site.example'],
  ['https://*.site.example', 'https://a.b.site.example'],
  ['http://localhost:3000', 'http://localhost:3000'],
  ['http://site.example', 'https://site.example'],
])('%s lets in %s', (site, origin) => {
  expect(allows([site], origin, OWN)).toBe(true);
});

test.each([
  ['https://site.example', 'http://site.example'],
  ['https://site.example', 'https://site.example:8443'],
  ['https://site.example', 'https://site.example.evil.example'],
  ['https://site.example', 'https://shop.site.example'],
  ['*.site.example', 'https://site.example'],
  ['*.site.example', 'https://evilsite.example'],
  ['site.example', 'http://site.example'],
  ['http://localhost:3000', 'http://localhost:3001'],
  ['', 'https://site.example'],
  ['https://site.example', 'null'],
  ['wss://site.example', 'https://site.example'],
])('%s does not let in %s', (site, origin) => {
  expect(allows([site], origin, OWN)).toBe(false);
});

test('the space may speak with itself', () => {
  expect(allows([], OWN, OWN)).toBe(true);
});
