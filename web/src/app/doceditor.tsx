// Files at the address the API gives them, fetched when somebody opens one.
import { useSearch } from '@tanstack/react-router';
import { lazy } from 'react';
import { EditorPage } from '@/features/editor';
import { DocumentPage } from '@/features/embedding/pages';
import { WORKSPACES } from './workspaces';

const FormPage = lazy(async () => ({ default: (await import('@/features/forms/page')).FormPage }));

export function DocEditor() {
  const { fileId, share, action } = useSearch({ from: '/doceditor' });
  return (
    <DocumentPage
      key={fileId}
      fileId={fileId}
      shareKey={share}
      viewOnly={action === 'view'}
      editor={({ id }) => <EditorPage fileId={id} others={WORKSPACES} />}
      form={({ id }) => <FormPage fileId={id} />}
    />
  );
}
