import { expect, test } from 'vitest';
import { between, newKey } from './order';

const lies = (low: string | undefined, high: string | undefined) => {
  const made = between(low, high);
  if (low !== undefined) expect(made > low, `${made} behind ${low}`).toBe(true);
  if (high !== undefined) expect(made < high, `${made} before ${high}`).toBe(true);
  expect(made).toMatch(/^\d*[1-9]$|^\d{6}$/);
  return made;
};

test('there is a place between two others, before the first and behind the last', () => {
  for (const [low, high] of [
    ['000010', '000020'],
    ['000010', '000011'],
    ['000019', '00002'],
    ['09', '1'],
    ['0999', '1'],
    ['000010', '0000100001'],
    [undefined, '000010'],
    [undefined, '000001'],
    ['000020', undefined],
    ['999995', undefined],
    [undefined, undefined],
  ] as const)
    lies(low, high);
});

test('places stay apart however often one is put beside the same other', () => {
  let low = '000010';
  for (let step = 0; step < 200; step += 1) low = lies(low, '000020');
  let high = '000020';
  for (let step = 0; step < 200; step += 1) high = lies('000010', high);
});

test('places behind the last stay short', () => {
  let last = '000010';
  for (let step = 0; step < 500; step += 1) last = lies(last, undefined);
  expect(last).toHaveLength(6);
});

test('keys are short and differ', () => {
  const keys = Array.from({ length: 100 }, newKey);
  expect(new Set(keys).size).toBe(100);
  expect(keys.every((key) => key.length <= 64)).toBe(true);
});
