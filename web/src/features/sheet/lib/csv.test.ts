import { expect, it } from 'vitest';
import { toCsv } from './csv';

it('quotes what would be read as something else', () => {
  expect(
    toCsv([
      ['a', '1,5', 'say "hi"'],
      ['two\nlines', '', ' x '],
    ]),
  ).toBe('a,"1,5","say ""hi"""\r\n"two\nlines",, x \r\n');
});
