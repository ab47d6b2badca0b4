import { expect, test } from 'vitest';
import { render } from './render';

test('HTML in Markdown stays text', () => {
  expect(render('<img src=x onerror=alert(1)>')).toContain('&lt;img');
  expect(render('[x](javascript:alert(1))')).not.toContain('href');
});

test('links leave the app behind', () => {
  expect(render('[a](https://a.example)')).toContain('target="_blank" rel="noopener noreferrer"');
});
