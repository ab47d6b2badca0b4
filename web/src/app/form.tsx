// The screen of forms, fetched when somebody opens one.
import { useParams } from '@tanstack/react-router';
import { FormPage } from '@/features/forms/page';
import { useLookOfAccount } from '@/features/session';

export function Form() {
  useLookOfAccount();
  const { fileId } = useParams({ from: '/form/$fileId' });
  return <FormPage key={fileId} fileId={Number(fileId)} />;
}
