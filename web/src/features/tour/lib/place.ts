// Where the card of the tour stands: beside what it is about, and inside the window.

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  left: number;
  top: number;
}

/** px between the card, what it is about, and the edges. */
const GAP = 16;

const within = (value: number, room: number) => Math.max(GAP, Math.min(value, room - GAP));

/** The first side with enough room of right, left, below and above; in the middle where there is nothing to stand beside. */
export function placeBeside(target: Box | null, card: Size, view: Size): { left: number; top: number } {
  const middle = { left: (view.width - card.width) / 2, top: (view.height - card.height) / 2 };
  if (!target) return middle;
  const right = target.left + target.width + GAP;
  const left = target.left - GAP - card.width;
  const below = target.top + target.height + GAP;
  const above = target.top - GAP - card.height;
  const alongside = within(target.top, view.height - card.height);
  const under = within(target.left, view.width - card.width);
  if (right + card.width + GAP <= view.width) return { left: right, top: alongside };
  if (left >= GAP) return { left, top: alongside };
  if (below + card.height + GAP <= view.height) return { left: under, top: below };
  return { left: under, top: Math.max(above, GAP) };
}
