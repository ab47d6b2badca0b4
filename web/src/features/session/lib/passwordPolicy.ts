import type { Schemas } from '@/api/client';

/** What a password of this space must have (contract: platform/03a §3.7). */
export interface PasswordPolicy {
  minLength: number;
  upperCase: boolean;
  digits: boolean;
  symbols: boolean;
}

export type PasswordRule = 'length' | 'upperCase' | 'digits' | 'symbols' | 'letters';

export const LONGEST = 30;
export const USUAL: PasswordPolicy = { minLength: 8, upperCase: false, digits: false, symbols: false };

/** Letters without accents, digits and signs: what every keyboard of the world can type. */
const ALLOWED = /^[\x21-\x7e]*$/;
const UPPER = /[A-Z]/;
const DIGIT = /\d/;
const SYMBOL = /[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]/;

export function toPolicy(settings: Schemas['PasswordSettingsDto']): PasswordPolicy {
  const { minLength, upperCase, digits, specSymbols } = settings;
  return { minLength, upperCase, digits, symbols: specSymbols };
}

/** The rules that a password of this space is measured by. */
export function rulesOf(policy: PasswordPolicy): PasswordRule[] {
  const rules: (PasswordRule | false)[] = [
    'length',
    policy.upperCase && 'upperCase',
    policy.digits && 'digits',
    policy.symbols && 'symbols',
    'letters',
  ];
  return rules.filter((rule) => rule !== false);
}

/** The rules a password breaks; none = it may be used. The server sees only a hash, so nobody else checks them. */
export function brokenRules(password: string, policy: PasswordPolicy): PasswordRule[] {
  const kept: Record<PasswordRule, boolean> = {
    length: password.length >= policy.minLength && password.length <= LONGEST,
    upperCase: UPPER.test(password),
    digits: DIGIT.test(password),
    symbols: SYMBOL.test(password),
    letters: ALLOWED.test(password),
  };
  return rulesOf(policy).filter((rule) => !kept[rule]);
}
