import { expect, test } from 'vitest';
import { gradient, toHsl } from './color';

test('reads colours of three and six digits', () => {
  expect(toHsl('F00')).toEqual({ h: 0, s: 1, l: 0.5 });
  expect(toHsl('0000FF')).toEqual({ h: 240, s: 1, l: 0.5 });
});

test('grey stays grey, nonsense does not break the page', () => {
  expect(toHsl('808080').s).toBe(0);
  expect(gradient('zz')[0]).toMatch(/^hsl\(/);
});
