import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSpring } from './spring';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a place opens once, after a while of waiting over it', () => {
  const open = vi.fn();
  const spring = createSpring(900);
  spring.over('a', open);
  vi.advanceTimersByTime(500);
  spring.over('a', open);
  vi.advanceTimersByTime(399);
  expect(open).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  spring.over('a', open);
  vi.advanceTimersByTime(5000);
  expect(open).toHaveBeenCalledTimes(1);
});

test('passing by opens nothing', () => {
  const open = vi.fn();
  const spring = createSpring(900);
  spring.over('a', open);
  vi.advanceTimersByTime(800);
  spring.over('b', () => undefined);
  spring.leave('b');
  vi.advanceTimersByTime(5000);
  expect(open).not.toHaveBeenCalled();
});
