// Addresses as people type and paste them: one a line, in a row, or copied out of a mail.

/** An address that may be invited. */
const EMAIL = /^[^\s@<>()[\]"',;:]+@[^\s@<>()[\]"',;:]+\.[^\s@<>()[\]"',;:.]{2,}$/u;
const LONGEST = 255;

export function isEmail(text: string): boolean {
  return text.length <= LONGEST && EMAIL.test(text);
}

/** Takes a pasted text apart: `Ben Ito <ben@atrium.example>; clara@atrium.example` are two addresses. */
export function splitAddresses(text: string): string[] {
  const parts = text.split(/[\n\r,;]+/u).flatMap((part) => {
    const bracketed = [...part.matchAll(/<([^<>]*)>/gu)].map(([, inner]) => inner ?? '');
    return bracketed.length > 0 ? bracketed : part.split(/\s+/u);
  });
  const seen = new Set<string>();
  return parts
    .map((part) => part.trim().replace(/^mailto:/iu, ''))
    .filter((address) => {
      const key = address.toLowerCase();
      if (address === '' || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
