import { createInstance } from 'i18next';
import { describe, expect, test } from 'vitest';
import en from './en.json';
import { cultureOf, LANGUAGES, languageOf } from './index';

/**
 * What every language says: the screens that everybody meets. Elsewhere (settings of administrators, people, keys,
 * history) a language may say less, and English fills in.
 */
const CORE = [
  ...['common', 'error', 'notFound', 'nav', 'palette', 'signIn', 'wizard', 'profile', 'password', 'join', 'visit'],
  ...['closed', 'rooms', 'roomType', 'roomTypeHint', 'roomTypeFor', 'roomGroup', 'role', 'members', 'link', 'share'],
  ...['shared', 'guard', 'template', 'personType', 'personStatus', 'documents', 'folder', 'favorites', 'recent'],
  ...['trash', 'entries', 'action', 'create', 'upload', 'conflict', 'destination', 'search', 'sort', 'view', 'kind'],
  ...['filter', 'info', 'history', 'preview', 'activity', 'operation', 'shortcuts', 'editor', 'sheet', 'form', 'tour'],
];

/** Languages that say everything, administrators' screens included. */
const COMPLETE = ['de'];

type Texts = Record<string, string>;

/** Texts by path: "rooms.sort.AZ". */
function flat(node: object, path = ''): Texts {
  return Object.assign(
    {},
    ...Object.entries(node).map(([key, value]) =>
      typeof value === 'object' && value !== null ? flat(value, `${path}${key}.`) : { [`${path}${key}`]: value },
    ),
  );
}

function holes(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const english = flat(en);
const counted = new Set(
  Object.keys(english)
    .filter((key) => key.endsWith('_other') && key.replace(/_other$/, '_one') in english)
    .map((key) => key.replace(/_other$/, '')),
);
const stem = (key: string) => (counted.has(key.replace(PLURAL, '')) ? key.replace(PLURAL, '') : key);

/** The keys a language needs for those of English: the forms its own numbers take. */
function wanted(language: string, keys: string[]): string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  return [...new Set(keys.map(stem))].flatMap((key) =>
    counted.has(key) ? forms.map((form) => `${key}_${form}`) : [key],
  );
}

const files = import.meta.glob<{ default: object }>('./*.json', { eager: true });
const languages = Object.entries(files)
  .map(([path, file]) => ({ code: path.slice(2, -'.json'.length), texts: flat(file.default) }))
  .filter(({ code }) => code !== 'en');

test('the languages on offer are those there are texts of', () => {
  expect(Object.keys(LANGUAGES).sort()).toEqual(['en', ...languages.map(({ code }) => code)].sort());
  expect(COMPLETE.filter((code) => !(code in LANGUAGES))).toEqual([]);
});

describe.each(languages)('$code', ({ code, texts }) => {
  const core = Object.keys(english).filter((key) => CORE.includes(key.split('.')[0] ?? ''));

  test('has every text of the core screens', () => {
    const needed = wanted(code, COMPLETE.includes(code) ? Object.keys(english) : core);
    expect(needed.filter((key) => !(key in texts))).toEqual([]);
  });

  test('has no text that English does not have', () => {
    const known = new Set(wanted(code, Object.keys(english)));
    expect(Object.keys(texts).filter((key) => !known.has(key))).toEqual([]);
  });

  test('fills the same holes', () => {
    for (const [key, text] of Object.entries(texts)) {
      const base = stem(key);
      const sources = counted.has(base) ? [`${base}_one`, `${base}_other`] : [key];
      // "Delete for good?" beside "Delete {{count}} items for good?": a form may follow either of the two.
      expect(
        sources.map((source) => holes(english[source] ?? '')),
        key,
      ).toContainEqual(holes(text));
    }
  });

  test('leaves nothing empty', () => {
    expect(Object.keys(texts).filter((key) => !texts[key]?.trim() && english[stem(key)] !== '')).toEqual([]);
  });
});

test('cultures of the server become languages, and back', () => {
  expect(languageOf('pt-BR')).toBe('pt');
  expect(languageOf('zh-CN')).toBe('zh');
  expect(languageOf('tr')).toBeNull();
  expect(languageOf(null)).toBeNull();
  for (const language of Object.keys(LANGUAGES)) expect(languageOf(cultureOf(language))).toBe(language);
});

test('numbers take the form their language asks for, and what is missing is said in English', async () => {
  const i18n = createInstance();
  await i18n.init({
    lng: 'ru',
    fallbackLng: 'en',
    resources: Object.fromEntries(
      Object.entries(files).map(([path, file]) => [path.slice(2, -'.json'.length), { translation: file.default }]),
    ),
    interpolation: { escapeValue: false },
  });
  i18n.addResourceBundle('fi', 'translation', { common: { save: 'Tallenna' } });
  const filesIn = (count: number, lng: string) => i18n.t('rooms.files', { count, lng });
  expect([1, 2, 5, 21, 112].map((count) => filesIn(count, 'ru'))).toEqual([
    '1 файл',
    '2 файла',
    '5 файлов',
    '21 файл',
    '112 файлов',
  ]);
  expect([1, 5].map((count) => filesIn(count, 'ja'))).toEqual(['1 個のファイル', '5 個のファイル']);
  expect([0, 1, 2].map((count) => filesIn(count, 'fr'))).toEqual(['0 fichier', '1 fichier', '2 fichiers']);
  expect(i18n.t('common.save', { lng: 'fi' })).toBe('Tallenna');
  expect(i18n.t('common.back', { lng: 'fi' })).toBe('Back');
});
