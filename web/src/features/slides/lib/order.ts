// Places in a row: decimal fractions, so that there is always one between two others.

const STEP = 10;
const WIDTH = 6;

/** A place between two; without one of them, before the first or behind the last. */
export function between(before: string | undefined, after: string | undefined): string {
  const low = before ?? '';
  if (after === undefined) return behind(low);
  let made = '';
  for (let at = 0; ; at += 1) {
    const from = Number(low[at] ?? 0);
    // Once the upper one is left behind, everything up to the end is free.
    const open = made > after.slice(0, made.length) || made < after.slice(0, made.length);
    const to = open ? 10 : Number(after[at] ?? 10);
    if (to - from > 1) return made + String(Math.floor((from + to) / 2));
    made += String(from);
    // Two places that are the same leave none between them.
    if (at > 200) return `${low}5`;
  }
}

function behind(low: string): string {
  const head = Number(low.slice(0, WIDTH).padEnd(WIDTH, '0'));
  const next = (Math.floor(head / STEP) + 1) * STEP;
  return next < 10 ** WIDTH ? String(next).padStart(WIDTH, '0') : `${low}5`;
}

/** A name that nobody else gives. */
export function newKey(): string {
  return `w${crypto.getRandomValues(new Uint32Array(3)).reduce((all, one) => all + one.toString(36).padStart(7, '0'), '')}`;
}
