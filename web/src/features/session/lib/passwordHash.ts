import { pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Parameters of the client's hash, as `GET settings` gives them. */
export interface HashParameters {
  /** Bits. */
  size: number;
  iterations: number;
  salt: string;
}

/**
 * PBKDF2-HMAC-SHA256 of a password, lower-case hex: the plain password never leaves the browser.
 *
 * Browsers offer their own only over https or on localhost; on a plain http address the JavaScript one takes over.
 */
export async function hashPassword(password: string, { size, iterations, salt }: HashParameters): Promise<string> {
  const secret = utf8ToBytes(password.trim());
  const seasoning = utf8ToBytes(salt);
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) {
    return bytesToHex(await pbkdf2Async(sha256, secret, seasoning, { c: iterations, dkLen: size / 8 }));
  }
  const key = await subtle.importKey('raw', secret as BufferSource, 'PBKDF2', false, ['deriveBits']);
  const bits = await subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: seasoning as BufferSource, iterations },
    key,
    size,
  );
  return bytesToHex(new Uint8Array(bits));
}
