// Boxes that are moved, resized and turned, and the outlines of shapes.
import type { Box } from './deck';

export interface Point {
  x: number;
  y: number;
}

/** Which side or corner is pulled: -1 left or top, 1 right or bottom, 0 neither. */
export type Grip = [across: -1 | 0 | 1, down: -1 | 0 | 1];

export function turned({ x, y }: Point, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}

export function centreOf({ x, y, w, h }: Box): Point {
  return { x: x + w / 2, y: y + h / 2 };
}

export interface Resized {
  box: Box;
  /** It was pulled over to the other side. */
  flipH: boolean;
  flipV: boolean;
}

/** A box whose grip was pulled by so much; what lies opposite stays where it is, also when it is turned. */
export function resized(box: Box, rot: number, [across, down]: Grip, by: Point, keepRatio = false): Resized {
  const pull = turned(by, -rot);
  let w = box.w + across * pull.x;
  let h = box.h + down * pull.y;
  if (keepRatio && across !== 0 && down !== 0 && box.w > 0 && box.h > 0) {
    const factor = Math.max(Math.abs(w / box.w), Math.abs(h / box.h));
    w = Math.sign(w || 1) * box.w * factor;
    h = Math.sign(h || 1) * box.h * factor;
  }
  const middle = centreOf(box);
  const stays = turned({ x: (-across * box.w) / 2, y: (-down * box.h) / 2 }, rot);
  const moves = turned({ x: (across * w) / 2, y: (down * h) / 2 }, rot);
  const centre = { x: middle.x + stays.x + moves.x, y: middle.y + stays.y + moves.y };
  const [width, height] = [Math.abs(w), Math.abs(h)];
  return {
    box: whole({ x: centre.x - width / 2, y: centre.y - height / 2, w: width, h: height }),
    flipH: w < 0,
    flipV: h < 0,
  };
}

export function moved(box: Box, { x, y }: Point): Box {
  return whole({ ...box, x: box.x + x, y: box.y + y });
}

/** How far something is turned when its handle, above its middle, is at a point. */
export function angleAt(box: Box, { x, y }: Point, steps: boolean): number {
  const middle = centreOf(box);
  const degrees = (Math.atan2(y - middle.y, x - middle.x) * 180) / Math.PI + 90;
  const step = steps ? 15 : 1;
  return (Math.round(degrees / step) * step + 360) % 360;
}

function whole({ x, y, w, h }: Box): Box {
  return { x: Math.round(x), y: Math.round(y), w: Math.round(w), h: Math.round(h) };
}

/** What a drag from one point to another draws. */
export function spanned(from: Point, to: Point, even: boolean): Resized {
  const size = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  const far = even ? { x: from.x + size * sign(to.x - from.x), y: from.y + size * sign(to.y - from.y) } : to;
  return {
    box: whole({
      x: Math.min(from.x, far.x),
      y: Math.min(from.y, far.y),
      w: Math.abs(far.x - from.x),
      h: Math.abs(far.y - from.y),
    }),
    flipH: far.x < from.x,
    flipV: far.y < from.y,
  };
}

const sign = (value: number) => (value < 0 ? -1 : 1);

const corners = (count: number, turn = -90): [number, number][] =>
  Array.from({ length: count }, (_, index) => {
    const angle = ((turn + (index * 360) / count) * Math.PI) / 180;
    return [0.5 + Math.cos(angle) / 2, 0.5 + Math.sin(angle) / 2];
  });

const star = (count: number, inner: number): [number, number][] =>
  corners(count * 2).map(([x, y], index) =>
    index % 2 === 0 ? [x, y] : [0.5 + (x - 0.5) * inner, 0.5 + (y - 0.5) * inner],
  );

/** Corners in a box of 1 by 1. */
const POLYGONS: Record<string, [number, number][]> = {
  triangle: [
    [0.5, 0],
    [1, 1],
    [0, 1],
  ],
  rtTriangle: [
    [0, 0],
    [1, 1],
    [0, 1],
  ],
  diamond: [
    [0.5, 0],
    [1, 0.5],
    [0.5, 1],
    [0, 0.5],
  ],
  parallelogram: [
    [0.25, 0],
    [1, 0],
    [0.75, 1],
    [0, 1],
  ],
  trapezoid: [
    [0.25, 0],
    [0.75, 0],
    [1, 1],
    [0, 1],
  ],
  pentagon: corners(5),
  hexagon: [
    [0.25, 0],
    [0.75, 0],
    [1, 0.5],
    [0.75, 1],
    [0.25, 1],
    [0, 0.5],
  ],
  octagon: [
    [0.29, 0],
    [0.71, 0],
    [1, 0.29],
    [1, 0.71],
    [0.71, 1],
    [0.29, 1],
    [0, 0.71],
    [0, 0.29],
  ],
  plus: [
    [0.25, 0],
    [0.75, 0],
    [0.75, 0.25],
    [1, 0.25],
    [1, 0.75],
    [0.75, 0.75],
    [0.75, 1],
    [0.25, 1],
    [0.25, 0.75],
    [0, 0.75],
    [0, 0.25],
    [0.25, 0.25],
  ],
  star4: star(4, 0.38),
  star5: star(5, 0.4),
  star6: star(6, 0.58),
  star8: star(8, 0.7),
};

/** Arrows have a point as long as half of the shorter side. */
function arrow(w: number, h: number, kind: string): string {
  const tip = Math.min(w, h) / 2;
  const upright = kind === 'upArrow' || kind === 'downArrow';
  const [long, broad] = upright ? [h, w] : [w, h];
  const both = kind === 'leftRightArrow';
  const points: [number, number][] = both
    ? [
        [0, broad / 2],
        [tip, 0],
        [tip, broad / 4],
        [long - tip, broad / 4],
        [long - tip, 0],
        [long, broad / 2],
        [long - tip, broad],
        [long - tip, (broad * 3) / 4],
        [tip, (broad * 3) / 4],
        [tip, broad],
      ]
    : [
        [0, broad / 4],
        [long - tip, broad / 4],
        [long - tip, 0],
        [long, broad / 2],
        [long - tip, broad],
        [long - tip, (broad * 3) / 4],
        [0, (broad * 3) / 4],
      ];
  const laid = points.map(([along, over]): [number, number] => {
    if (kind === 'leftArrow') return [long - along, over];
    if (kind === 'downArrow') return [over, along];
    if (kind === 'upArrow') return [over, long - along];
    return [along, over];
  });
  return polygon(laid);
}

function polygon(points: [number, number][]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`;
}

const round = (value: number) => Math.round(value * 100) / 100;

const LINES = new Set(['line', 'straightConnector1']);
export const isLine = (geom: string | null) => geom !== null && LINES.has(geom);

/** The outline of a shape in a box of this size. Shapes it does not know are rectangles. */
export function outlineOf(geom: string | null, width: number, height: number): string {
  const [w, h] = [round(width), round(height)];
  if (isLine(geom)) return `M0 0L${w} ${h}`;
  const corner = POLYGONS[geom ?? ''];
  if (corner) return polygon(corner.map(([x, y]) => [x * w, y * h]));
  switch (geom) {
    case 'ellipse':
      return `M0 ${h / 2}A${w / 2} ${h / 2} 0 1 1 ${w} ${h / 2}A${w / 2} ${h / 2} 0 1 1 0 ${h / 2}Z`;
    case 'roundRect': {
      const r = round(Math.min(w, h) / 6);
      return `M${r} 0H${w - r}A${r} ${r} 0 0 1 ${w} ${r}V${h - r}A${r} ${r} 0 0 1 ${w - r} ${h}H${r}A${r} ${r} 0 0 1 0 ${h - r}V${r}A${r} ${r} 0 0 1 ${r} 0Z`;
    }
    case 'homePlate': {
      const tip = Math.min(w, h) / 2;
      return polygon([
        [0, 0],
        [w - tip, 0],
        [w, h / 2],
        [w - tip, h],
        [0, h],
      ]);
    }
    case 'chevron': {
      const tip = Math.min(w, h) / 2;
      return polygon([
        [0, 0],
        [w - tip, 0],
        [w, h / 2],
        [w - tip, h],
        [0, h],
        [tip, h / 2],
      ]);
    }
    case 'rightArrow':
    case 'leftArrow':
    case 'upArrow':
    case 'downArrow':
    case 'leftRightArrow':
      return arrow(w, h, geom);
    case 'wedgeRectCallout':
      return polygon([
        [0, 0],
        [w, 0],
        [w, h],
        [w * 0.42, h],
        [w * 0.29, h * 1.125],
        [w * 0.17, h],
        [0, h],
      ]);
    case 'heart':
      return `M${w / 2} ${h / 4}C${w * 0.6} ${-h * 0.1} ${w * 1.1} ${h * 0.2} ${w / 2} ${h}C${-w * 0.1} ${h * 0.2} ${w * 0.4} ${-h * 0.1} ${w / 2} ${h / 4}Z`;
    case 'cloud':
      return `M${w * 0.2} ${h * 0.85}C${-w * 0.05} ${h * 0.85} ${-w * 0.05} ${h * 0.45} ${w * 0.12} ${h * 0.42}C${w * 0.05} ${h * 0.1} ${w * 0.35} 0 ${w * 0.42} ${h * 0.15}C${w * 0.55} ${-h * 0.08} ${w * 0.82} ${h * 0.02} ${w * 0.82} ${h * 0.27}C${w * 1.05} ${h * 0.3} ${w * 1.05} ${h * 0.72} ${w * 0.85} ${h * 0.75}C${w * 0.8} ${h} ${w * 0.55} ${h} ${w * 0.5} ${h * 0.88}C${w * 0.42} ${h} ${w * 0.25} ${h} ${w * 0.2} ${h * 0.85}Z`;
  }
  return `M0 0H${w}V${h}H0Z`;
}
