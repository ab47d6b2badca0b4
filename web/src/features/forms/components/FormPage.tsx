import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDelayed } from '@/shared/lib/useDelayed';
import { ErrorState } from '@/shared/ui';
import { useFormOpening } from '../api/opening';
import { FormDesk } from './FormDesk';

/** A form at its own address: to be filled in, or to be started for others. */
export function FormPage({ fileId }: { fileId: number }) {
  const { t } = useTranslation();
  const opening = useFormOpening(fileId);
  const late = useDelayed(opening.isPending);
  if (opening.isPending) return late ? <Loader m="xl" aria-label={t('common.loading')} /> : null;
  if (opening.isError) return <ErrorState error={opening.error} onRetry={() => opening.refetch()} />;
  const again = () => void opening.refetch();
  return <FormDesk key={opening.dataUpdatedAt} opening={opening.data} onAgain={again} />;
}
