import { expect, test } from 'vitest';
import { isSite } from './site';

test.each([
  'https://example.org',
  'example.org',
  'example.org:8443',
  '*.example.org',
  'https://*.example.org',
  'http://localhost:3000',
  'wss://example.org',
  'https://example.org/path',
])('%s is a site', (text) => expect(isSite(text)).toBe(true));

test.each([
  '',
  '*',
  'https://',
  'data:',
  'ftp://example.org',
  'https://a.*.example.org',
  'https://example.org; script-src *',
  'https://example.org?q',
  'https://me@example.org',
])('“%s” is none', (text) => expect(isSite(text)).toBe(false));
