// Who edits what is no text, by the ending of its name; each fetched when somebody opens such a file.
import { lazy } from 'react';

const SheetWorkspace = lazy(async () => ({ default: (await import('@/features/sheet')).SheetWorkspace }));
const ProseWorkspace = lazy(async () => ({ default: (await import('@/features/prose')).ProseWorkspace }));

export const WORKSPACES = { '.docx': ProseWorkspace, '.xlsx': SheetWorkspace };
