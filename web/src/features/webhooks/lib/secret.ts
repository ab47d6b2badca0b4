const LETTERS = 'abcdefghijkmnopqrstuvwxyz';
const CAPITALS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = '23456789';
const SIGNS = '-_.!';
const LENGTH = 30;

function pick(from: string): string {
  // Far more values than letters: none is noticeably likelier.
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return from[value % from.length] ?? '';
}

/** A secret that nobody guesses and every rule for passwords lets pass. */
export function makeSecret(): string {
  const all = LETTERS + CAPITALS + DIGITS;
  const middle = Array.from({ length: LENGTH - 4 }, () => pick(all)).join('');
  return pick(LETTERS) + pick(CAPITALS) + middle + pick(SIGNS) + pick(DIGITS);
}
