import { afterEach, expect, test, vi } from 'vitest';
import { hashPassword } from './passwordHash';

// RFC 7914 §11: PBKDF2-HMAC-SHA256 ("passwd", "salt", 1, 64).
const parameters = { size: 512, iterations: 1, salt: 'salt' };
const expected =
  '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc' +
  '49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783';

afterEach(() => vi.unstubAllGlobals());

test('hashes as the standard says', async () => {
  expect(await hashPassword('passwd', parameters)).toBe(expected);
});

test('hashes the same where the browser has no cryptography of its own', async () => {
  vi.stubGlobal('crypto', {});
  expect(await hashPassword('passwd', parameters)).toBe(expected);
});
