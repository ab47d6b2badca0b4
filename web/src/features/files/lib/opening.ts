import type { Entry } from '../types';

/** Endings of files that are no text and have an editor here; who edits them the app says (`app/workspaces`). */
export const OFFICE_ENDINGS = ['.docx', '.xlsx', '.pptx'] as const;

export type OfficeEnding = (typeof OFFICE_ENDINGS)[number];

/** Whether the app's own editor knows such files. */
export function isEdited({ kind, extension }: Pick<Entry, 'kind' | 'extension'>): boolean {
  return kind === 'text' || OFFICE_ENDINGS.some((ending) => ending === extension);
}

/** A form that one may fill in, or start for others. */
export function opensAsForm({ form, rights }: Pick<Entry, 'form' | 'rights'>): boolean {
  return form !== null && (rights.FillForms === true || rights.StartFilling === true);
}
