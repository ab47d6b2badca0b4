import { expect, test } from 'vitest';
import { between, touched } from './geometry';

const rows = { columns: 1, height: 50, gap: 0, width: 400 };
const tiles = { columns: 3, height: 200, gap: 20, width: 400 };

test('a rectangle over rows touches those it crosses, from either corner', () => {
  const area = between({ x: 300, y: 149 }, { x: 10, y: 60 });
  expect(touched(area, rows, 10)).toEqual([1, 2]);
  expect(touched({ left: 0, top: -80, right: 5, bottom: 5000 }, rows, 3)).toEqual([0, 1, 2]);
});

test('beside or above the list it touches nothing', () => {
  expect(touched({ left: 410, top: 0, right: 500, bottom: 90 }, rows, 3)).toEqual([]);
  expect(touched({ left: 0, top: -50, right: 50, bottom: -10 }, rows, 3)).toEqual([]);
  expect(touched({ left: 0, top: 400, right: 50, bottom: 500 }, rows, 3)).toEqual([]);
});

test('over tiles it counts columns, and the gaps belong to nobody', () => {
  expect(touched({ left: 10, top: 10, right: 20, bottom: 20 }, tiles, 7)).toEqual([0]);
  expect(touched({ left: 125, top: 10, right: 135, bottom: 20 }, tiles, 7)).toEqual([]);
  expect(touched({ left: 125, top: 185, right: 150, bottom: 390 }, tiles, 7)).toEqual([4]);
  expect(touched({ left: 0, top: 0, right: 400, bottom: 900 }, tiles, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
