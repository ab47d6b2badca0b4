import { expect, test } from 'vitest';
import { boxStyle, length, textStyle } from './looks';

test('a box looks as its props say, and is never wider than its place', () => {
  expect(boxStyle({})).toEqual({ maxWidth: '100%' });
  expect(boxStyle({ widthProp: '50%', displayProp: 'flex', flexDirection: 'column', overflowProp: 7 })).toEqual({
    maxWidth: '100%',
    width: '50%',
    display: 'flex',
    flexDirection: 'column',
  });
  expect(boxStyle({ borderProp: { width: '2px', style: 'dashed', color: 'red', radius: '4px' } })).toMatchObject({
    border: '2px dashed light-dark(red, currentColor)',
    borderRadius: '4px',
  });
});

test('colours are for light pages; on dark ones they give way', () => {
  expect(textStyle({ color: '#333333' })).toMatchObject({ color: 'light-dark(#333333, inherit)' });
  expect(boxStyle({ backgroundProp: 'white' })).toMatchObject({ background: 'light-dark(white, transparent)' });
  expect(boxStyle({ backgroundProp: 'var(--x)' })).toMatchObject({ background: 'var(--x)' });
  expect(textStyle({})).not.toHaveProperty('color');
});

test('numbers are pixels', () => {
  expect([12, '2em', undefined, ''].map(length)).toEqual(['12px', '2em', undefined, undefined]);
});
