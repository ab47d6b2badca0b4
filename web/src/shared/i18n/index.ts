// Texts. English is always there; other languages are fetched when chosen.
import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';

/** Languages of the app: code → own name. Add a file beside this one and a line here. */
export const LANGUAGES: Record<string, string> = { en: 'English', de: 'Deutsch' };

const STORED = 'atrium-language';
const loaders = import.meta.glob<{ default: typeof en }>(['./*.json', '!./en.json']);

function preferred(): string {
  const wanted = [localStorage.getItem(STORED), ...navigator.languages];
  for (const code of wanted) {
    const short = code?.split('-')[0];
    if (short && short in LANGUAGES) return short;
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
