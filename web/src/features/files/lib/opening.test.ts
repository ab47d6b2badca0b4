import { expect, test } from 'vitest';
import { isEdited, OFFICE_ENDINGS } from './opening';

test('texts and the office files with an editor open in it, other files do not', () => {
  expect(isEdited({ kind: 'text', extension: '.md' })).toBe(true);
  for (const extension of OFFICE_ENDINGS) expect(isEdited({ kind: 'document', extension })).toBe(true);
  for (const extension of ['.ppt', '.doc', '.pdf', 'docx', ''])
    expect(isEdited({ kind: 'document', extension })).toBe(false);
});
