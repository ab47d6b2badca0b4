import { markdown } from '@codemirror/lang-markdown';
import { LanguageDescription } from '@codemirror/language';
import { languages } from '@codemirror/language-data';
import type { Extension } from '@codemirror/state';

export type Kind = 'markdown' | 'prose' | 'code';

export function kindOf(title: string): Kind {
  if (/\.(md|markdown)$/i.test(title)) return 'markdown';
  return /\.(txt|log)$/i.test(title) ? 'prose' : 'code';
}

/** How a file of this title is coloured; fetched when it is needed. */
export async function languageOf(title: string): Promise<Extension> {
  if (kindOf(title) === 'markdown') return markdown({ codeLanguages: languages });
  const found = LanguageDescription.matchFilename(languages, title);
  return found ? found.load() : [];
}
