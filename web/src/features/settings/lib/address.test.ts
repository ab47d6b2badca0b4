import { expect, test } from 'vitest';
import { isAddress } from './address';

test.each(['10.0.0.1', '10.0.0.0/8', '10.0.0.1-10.0.0.9', '2001:db8::1', '2001:db8::/32', '::1'])(
  '%s is an address or a range',
  (text) => expect(isAddress(text)).toBe(true),
);

test.each([
  '',
  'office',
  '10.0.0',
  '10.0.0.256',
  '10.0.0.0/33',
  '10.0.0.1-',
  '2001:db8::/129',
  '1:2:3',
  '10.0.0.0/8/8',
])('“%s” is none', (text) => expect(isAddress(text)).toBe(false));
