// Which entries of a list are chosen, and where the keyboard stands. Pure, so that it can be tested to the last key.

export interface Selection {
  /** Keys of the chosen entries. */
  chosen: ReadonlySet<string>;
  /** Where the keyboard stands; null before it was used. */
  cursor: string | null;
  /** The other end of a range. */
  anchor: string | null;
}

export const NOTHING: Selection = { chosen: new Set(), cursor: null, anchor: null };

function range(keys: string[], from: string, to: string): string[] {
  const a = keys.indexOf(from);
  const b = keys.indexOf(to);
  if (a < 0 || b < 0) return [to];
  return keys.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** A click: alone, with Ctrl (one more or one less), or with Shift (up to here). */
export function clicked(
  state: Selection,
  keys: string[],
  key: string,
  how: { toggle: boolean; extend: boolean },
): Selection {
  if (how.extend && state.anchor)
    return { chosen: new Set(range(keys, state.anchor, key)), cursor: key, anchor: state.anchor };
  if (how.toggle) return toggled(state, key);
  return { chosen: new Set([key]), cursor: key, anchor: key };
}

export function toggled(state: Selection, key: string): Selection {
  const chosen = new Set(state.chosen);
  if (!chosen.delete(key)) chosen.add(key);
  return { chosen, cursor: key, anchor: key };
}

/** The focus has come to an item: the keyboard stands there, but a range still begins where it began. */
export function stood(state: Selection, key: string): Selection {
  return state.cursor === key ? state : { ...state, cursor: key, anchor: state.anchor ?? key };
}

/** The cursor goes `by` entries on, stopping at the ends; with Shift the range grows with it. */
export function stepped(state: Selection, keys: string[], by: number, extend: boolean): Selection {
  if (keys.length === 0) return state;
  const at = state.cursor === null ? -1 : keys.indexOf(state.cursor);
  const to = at < 0 ? (by > 0 ? 0 : keys.length - 1) : Math.min(Math.max(at + by, 0), keys.length - 1);
  const key = keys[to];
  if (key === undefined) return state;
  if (!extend) return { ...state, cursor: key, anchor: key };
  const anchor = state.anchor ?? key;
  return { chosen: new Set(range(keys, anchor, key)), cursor: key, anchor };
}

export function everything(state: Selection, keys: string[]): Selection {
  return { ...state, chosen: new Set(keys) };
}

/** What a rectangle holds, beside what was chosen when it began. */
export function framed(state: Selection, held: string[], begun: ReadonlySet<string>): Selection {
  const last = held[held.length - 1] ?? state.cursor;
  return { chosen: new Set([...begun, ...held]), cursor: last, anchor: last };
}

/** The part of a long list that is loaded. */
export interface Loaded {
  keys: string[];
  /** Place of the first of them in the whole list, and the place behind the last. */
  start: number;
  end: number;
}

/**
 * What is left of the choice once the loaded part has changed. What was taken out of the list is no longer chosen; what
 * only lies outside of the loaded part still is. The cursor stays where it was, or near by.
 */
export function kept(state: Selection, before: Loaded, now: Loaded): Selection {
  const there = new Set(now.keys);
  const places = new Map(before.keys.map((key, at) => [key, before.start + at]));
  const outside = (key: string) => {
    const place = places.get(key);
    return place === undefined || place < now.start || place >= now.end;
  };
  const chosen = new Set([...state.chosen].filter((key) => there.has(key) || outside(key)));
  let cursor = state.cursor;
  if (cursor !== null && !there.has(cursor) && !outside(cursor)) {
    const at = before.keys.indexOf(cursor);
    cursor = now.keys[Math.min(Math.max(at, 0), now.keys.length - 1)] ?? null;
  }
  const { anchor } = state;
  return { chosen, cursor, anchor: anchor !== null && (there.has(anchor) || outside(anchor)) ? anchor : cursor };
}
