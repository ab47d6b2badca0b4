import { describe, expect, it } from 'vitest';
import { charactersOf, heightOf, Lines, pointsOf, widthOf } from './metrics';

describe('lines', () => {
  it('lie where the sizes before them put them', () => {
    const lines = new Lines(20, [
      [3, 50],
      [1, 0],
    ]);
    expect([0, 1, 2, 3, 4, 5].map((line) => lines.start(line))).toEqual([0, 20, 20, 40, 90, 110]);
    expect([0, 1, 3, 4].map((line) => lines.size(line))).toEqual([20, 0, 50, 20]);
  });

  it('are found by where they lie', () => {
    const lines = new Lines(20, [[1, 100]]);
    for (const [distance, line] of [
      [0, 0],
      [19, 0],
      [20, 1],
      [119, 1],
      [120, 2],
      [1e9, 9],
    ] as const)
      expect(lines.find(distance, 10)).toBe(line);
  });
});

it('sizes come back from the screen', () => {
  for (const characters of [1, 8.43, 30, 255])
    expect(widthOf(charactersOf(widthOf(characters)))).toBe(widthOf(characters));
  expect(heightOf(pointsOf(40))).toBe(40);
});
