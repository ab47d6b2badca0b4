import { expect, test } from 'vitest';
import { isSite } from './site';

test('sites are what a header can name', () => {
  for (const good of [
    'https://site.com',
    '*.site.com',
    'site.com:8443',
    'http://localhost:3000/',
    'https://site.com/path',
  ])
    expect(isSite(good), good).toBe(true);
  for (const bad of [
    '',
    '*',
    'https://',
    'data:',
    'ftp://a.com',
    'https://a.com; x',
    'https://a.*.com',
    'https://a.com/?q',
  ])
    expect(isSite(bad), bad).toBe(false);
});
