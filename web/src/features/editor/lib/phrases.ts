import type { TFunction } from 'i18next';

/** What the surface itself says, by what it would say in English. */
export function phrases(t: TFunction): Record<string, string> {
  return {
    Find: t('editor.finder.find'),
    Replace: t('editor.finder.replace'),
    next: t('editor.finder.next'),
    previous: t('editor.finder.previous'),
    all: t('editor.finder.all'),
    'match case': t('editor.finder.matchCase'),
    regexp: t('editor.finder.regexp'),
    'by word': t('editor.finder.byWord'),
    replace: t('editor.finder.replaceOne'),
    'replace all': t('editor.finder.replaceAll'),
    close: t('editor.finder.close'),
  };
}
