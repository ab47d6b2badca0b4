// The editor's screen, fetched when somebody opens a file to edit it.
import { useParams } from '@tanstack/react-router';
import { lazy } from 'react';
import { EditorPage } from '@/features/editor';
import { useLookOfAccount } from '@/features/session';

const SheetWorkspace = lazy(async () => ({ default: (await import('@/features/sheet')).SheetWorkspace }));
const ProseWorkspace = lazy(async () => ({ default: (await import('@/features/prose')).ProseWorkspace }));
const OTHERS = { '.docx': ProseWorkspace, '.xlsx': SheetWorkspace };

export function Editor() {
  useLookOfAccount();
  const { fileId } = useParams({ from: '/editor/$fileId' });
  return <EditorPage fileId={Number(fileId)} others={OTHERS} />;
}
