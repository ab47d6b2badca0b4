import type { Entry } from '../types';

/** Whether the app's own editor knows such files. */
export function isEdited({ kind, extension }: Pick<Entry, 'kind' | 'extension'>): boolean {
  return kind === 'text' || extension === '.xlsx' || extension === '.docx';
}

/** A form that one may fill in, or start for others. */
export function opensAsForm({ form, rights }: Pick<Entry, 'form' | 'rights'>): boolean {
  return form !== null && (rights.FillForms === true || rights.StartFilling === true);
}
