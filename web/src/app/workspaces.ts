// Who edits what is no text, by the ending of its name; each fetched when somebody opens such a file.
import { type ComponentType, lazy } from 'react';
import type { Entry, OfficeEnding } from '@/features/files';

const SheetWorkspace = lazy(async () => ({ default: (await import('@/features/sheet')).SheetWorkspace }));
const ProseWorkspace = lazy(async () => ({ default: (await import('@/features/prose')).ProseWorkspace }));
const SlidesWorkspace = lazy(async () => ({ default: (await import('@/features/slides')).SlidesWorkspace }));

/** One for each ending that lists offer to edit: the compiler tells of one that is missing, or of one too many. */
export const WORKSPACES: Record<OfficeEnding, ComponentType<{ entry: Entry }>> = {
  '.docx': ProseWorkspace,
  '.xlsx': SheetWorkspace,
  '.pptx': SlidesWorkspace,
};
