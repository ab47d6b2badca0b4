// Texts. English is always there; other languages are fetched when chosen.
import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';

/**
 * Languages of the app: code → own name. Add a file beside this one and a line here; a test tells what is missing.
 * What a language does not say is said in English.
 */
export const LANGUAGES: Record<string, string> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
  pt: 'Português',
  ru: 'Русский',
  ja: '日本語',
  zh: '中文（简体）',
};

/** Cultures of the server whose names are not just the language's. */
const CULTURES: Record<string, string> = { en: 'en-US', ja: 'ja-JP', zh: 'zh-CN' };

const STORED = 'atrium-language';
const loaders = import.meta.glob<{ default: object }>(['./*.json', '!./en.json']);

/** The name of a language among the server's cultures (`settings/cultures`). */
export function cultureOf(language: string): string {
  return CULTURES[language] ?? language;
}

/** The language of the app that a culture or a browser's language means, if there is one: `pt-BR` is `pt`. */
export function languageOf(culture: string | null | undefined): string | null {
  const short = culture?.split('-')[0]?.toLowerCase();
  return short && short in LANGUAGES ? short : null;
}

function preferred(): string {
  for (const wanted of [localStorage.getItem(STORED), ...navigator.languages]) {
    const language = languageOf(wanted);
    if (language) return language;
  }
  return 'en';
}

async function load(language: string): Promise<void> {
  const loader = loaders[`./${language}.json`];
  if (!loader || i18n.hasResourceBundle(language, 'translation')) return;
  const bundle = await loader();
  i18n.addResourceBundle(language, 'translation', bundle.default);
}

/** Switches the language and remembers it on this device. */
export async function changeLanguage(language: string): Promise<void> {
  await load(language);
  await i18n.changeLanguage(language);
  localStorage.setItem(STORED, language);
}

/** Switches the language of this page alone; one that the app does not know changes nothing. */
export async function speak(culture: string): Promise<void> {
  const language = culture.split('-')[0] ?? '';
  if (!(language in LANGUAGES)) return;
  await load(language);
  await i18n.changeLanguage(language);
}

export async function startI18n(): Promise<void> {
  i18n.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18n.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  const language = preferred();
  if (language !== 'en') {
    await load(language);
    await i18n.changeLanguage(language);
  }
}
