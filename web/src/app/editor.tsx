// The editor's screen, fetched when somebody opens a file to edit it.
import { useParams } from '@tanstack/react-router';
import { EditorPage } from '@/features/editor';
import { useLookOfAccount } from '@/features/session';
import { WORKSPACES } from './workspaces';

export function Editor() {
  useLookOfAccount();
  const { fileId } = useParams({ from: '/editor/$fileId' });
  return <EditorPage fileId={Number(fileId)} others={WORKSPACES} />;
}
