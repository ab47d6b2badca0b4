import { describe, expect, test } from 'vitest';
import { isEmail, splitAddresses } from './addresses';

describe('addresses', () => {
  test('come apart at commas, semicolons, blanks and new lines', () => {
    expect(splitAddresses('a@x.org, b@x.org;c@x.org\nd@x.org e@x.org')).toEqual([
      'a@x.org',
      'b@x.org',
      'c@x.org',
      'd@x.org',
      'e@x.org',
    ]);
  });

  test('are found beside names, as mail programs write them', () => {
    expect(splitAddresses('Ben Ito <ben@x.org>; "Keller, Anna" <anna@x.org>')).toEqual([
      'ben@x.org',
      '"Keller',
      'anna@x.org',
    ]);
    expect(splitAddresses('mailto:ben@x.org')).toEqual(['ben@x.org']);
  });

  test('stand once, whatever their case', () => {
    expect(splitAddresses('Ben@x.org ben@X.org')).toEqual(['Ben@x.org']);
    expect(splitAddresses(' ,; \n')).toEqual([]);
  });

  test('have one @ and a domain with a dot', () => {
    expect(isEmail('ben.ito+rooms@mail.x.org')).toBe(true);
    expect(isEmail('jürgen@müller.example')).toBe(true);
    for (const wrong of ['ben', 'ben@x', 'ben@@x.org', 'ben@x.', '<ben@x.org>', `${'b'.repeat(250)}@x.org`])
      expect(isEmail(wrong), wrong).toBe(false);
  });
});
