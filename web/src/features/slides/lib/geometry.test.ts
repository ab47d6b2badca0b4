import { expect, test } from 'vitest';
import { angleAt, centreOf, moved, outlineOf, resized, spanned, turned } from './geometry';

const BOX = { x: 100, y: 100, w: 200, h: 100 };

test('a corner that is pulled leaves the opposite one where it is', () => {
  expect(resized(BOX, 0, [1, 1], { x: 50, y: 20 }).box).toEqual({ x: 100, y: 100, w: 250, h: 120 });
  expect(resized(BOX, 0, [-1, -1], { x: 50, y: 20 }).box).toEqual({ x: 150, y: 120, w: 150, h: 80 });
  expect(resized(BOX, 0, [1, 0], { x: 50, y: 999 }).box).toEqual({ x: 100, y: 100, w: 250, h: 100 });
});

test('also when it is turned', () => {
  const corner = (box: typeof BOX, rot: number) => {
    const middle = centreOf(box);
    const off = turned({ x: -box.w / 2, y: -box.h / 2 }, rot);
    return { x: middle.x + off.x, y: middle.y + off.y };
  };
  const before = corner(BOX, 30);
  const after = corner(resized(BOX, 30, [1, 1], { x: 40, y: 25 }).box, 30);
  // Lengths are whole numbers.
  expect(Math.abs(after.x - before.x)).toBeLessThan(1.5);
  expect(Math.abs(after.y - before.y)).toBeLessThan(1.5);
});

test('pulled over to the other side it is mirrored', () => {
  const made = resized(BOX, 0, [1, 1], { x: -300, y: 0 });
  expect(made).toEqual({ box: { x: 0, y: 100, w: 100, h: 100 }, flipH: true, flipV: false });
});

test('with its ratio kept the longer pull decides', () => {
  expect(resized(BOX, 0, [1, 1], { x: 200, y: 0 }, true).box).toEqual({ x: 100, y: 100, w: 400, h: 200 });
});

test('it is turned towards the pointer, by steps when wanted', () => {
  expect(angleAt(BOX, { x: 200, y: 0 }, false)).toBe(0);
  expect(angleAt(BOX, { x: 400, y: 150 }, false)).toBe(90);
  expect(angleAt(BOX, { x: 0, y: 150 }, false)).toBe(270);
  expect(angleAt(BOX, { x: 230, y: 0 }, true)).toBe(15);
});

test('what is drawn may begin at any corner', () => {
  expect(spanned({ x: 10, y: 10 }, { x: 4, y: 30 }, false)).toEqual({
    box: { x: 4, y: 10, w: 6, h: 20 },
    flipH: true,
    flipV: false,
  });
  expect(spanned({ x: 10, y: 10 }, { x: 4, y: 30 }, true).box).toEqual({ x: -10, y: 10, w: 20, h: 20 });
  expect(moved(BOX, { x: 1.4, y: -0.4 })).toEqual({ ...BOX, x: 101, y: 100 });
});

test('shapes that nobody knows are rectangles', () => {
  expect(outlineOf('gear9', 10, 20)).toBe('M0 0H10V20H0Z');
  expect(outlineOf('triangle', 10, 20)).toBe('M5 0L10 20L0 20Z');
  expect(outlineOf('line', 10, 20)).toBe('M0 0L10 20');
  for (const geom of ['ellipse', 'roundRect', 'chevron', 'upArrow', 'leftRightArrow', 'heart', 'cloud', 'star5'])
    expect(outlineOf(geom, 40, 20)).toMatch(/^M[^N]*$/);
});
