import { expect, test } from 'vitest';
import de from './de.json';
import en from './en.json';

function keys(node: object, path = ''): string[] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? keys(value, `${path}${key}.`) : [`${path}${key}`],
  );
}

function holes(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();
}

function at(node: unknown, path: string): string {
  return String(path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], node));
}

test.each([['de', de]])('%s has every text of English, and no other', (_code, texts) => {
  expect(keys(texts).sort()).toEqual(keys(en).sort());
});

test.each([['de', de]])('%s fills the same holes', (_code, texts) => {
  for (const key of keys(en)) expect(holes(at(texts, key)), key).toEqual(holes(at(en, key)));
});
