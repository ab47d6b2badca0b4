import { expect, test } from 'vitest';
import { brokenRules, rulesOf, USUAL } from './passwordPolicy';

const STRICT = { minLength: 10, upperCase: true, digits: true, symbols: true };

test('the usual space wants eight to thirty plain characters', () => {
  expect(rulesOf(USUAL)).toEqual(['length', 'letters']);
  expect(brokenRules('sunlight', USUAL)).toEqual([]);
  expect(brokenRules('sunligh', USUAL)).toEqual(['length']);
  expect(brokenRules('s'.repeat(31), USUAL)).toEqual(['length']);
  expect(brokenRules('sun light', USUAL)).toEqual(['letters']);
  expect(brokenRules('sünlight', USUAL)).toEqual(['letters']);
});

test('a strict space names everything that is missing', () => {
  expect(brokenRules('', STRICT)).toEqual(['length', 'upperCase', 'digits', 'symbols']);
  expect(brokenRules('Sunlight-7', STRICT)).toEqual([]);
  expect(brokenRules('sunlight-7x', STRICT)).toEqual(['upperCase']);
  expect(brokenRules('Sunlight77', STRICT)).toEqual(['symbols']);
});
