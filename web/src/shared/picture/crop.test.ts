import { describe, expect, test } from 'vitest';
import { cut, fitted, MAX_ZOOM, moved, START, shown, zoomed } from './crop';

const FRAME = 200;
const WIDE = { width: 800, height: 400 };

describe('crop', () => {
  test('starts with the middle of the picture, its short side filling the frame', () => {
    expect(shown(START, WIDE, FRAME)).toEqual({ width: 400, height: 200 });
    expect(cut(START, WIDE, FRAME)).toEqual({ left: 200, top: 0, side: 400 });
  });

  test('is dragged as far as the edge of the picture, and no further', () => {
    const left = moved(START, 1000, 50, WIDE, FRAME);
    expect(left).toEqual({ zoom: 1, x: 100, y: 0 });
    expect(cut(left, WIDE, FRAME)).toEqual({ left: 0, top: 0, side: 400 });
    expect(cut(moved(START, -1000, 0, WIDE, FRAME), WIDE, FRAME).left).toBe(400);
  });

  test('zooms around the middle, between the whole picture and four times', () => {
    const near = zoomed(START, 2, WIDE, FRAME);
    expect(cut(near, WIDE, FRAME)).toEqual({ left: 300, top: 100, side: 200 });
    expect(zoomed(START, 99, WIDE, FRAME).zoom).toBe(MAX_ZOOM);
    expect(zoomed(near, 0.1, WIDE, FRAME)).toEqual(START);
  });

  test('never shows what is not there after zooming out', () => {
    const corner = moved(zoomed(START, 3, WIDE, FRAME), -5000, -5000, WIDE, FRAME);
    const out = zoomed(corner, 1, WIDE, FRAME);
    expect(fitted(out, WIDE, FRAME)).toEqual(out);
    const { left, top, side } = cut(out, WIDE, FRAME);
    expect(left + side).toBeLessThanOrEqual(WIDE.width);
    expect(top + side).toBeLessThanOrEqual(WIDE.height);
  });

  test('fits small and upright pictures, too', () => {
    expect(cut(START, { width: 10, height: 30 }, FRAME)).toEqual({ left: 0, top: 10, side: 10 });
  });
});
