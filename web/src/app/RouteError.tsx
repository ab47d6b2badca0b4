import { Button, Container } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState } from '@/shared/ui';
import { queryClient } from './queryClient';

/** A screen broke, or could not be loaded. */
export function RouteError({ error }: { error: unknown }) {
  const router = useRouter();
  const retry = () => {
    queryClient.removeQueries({ queryKey: ['session'] });
    void router.invalidate();
  };
  return (
    <Container component="main" pt="xl">
      <ErrorState error={error} onRetry={retry} />
    </Container>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Container component="main" pt="xl">
      <EmptyState art="search" title={t('notFound.title')} hint={t('notFound.hint')}>
        <Button renderRoot={(props) => <Link to="/rooms" {...props} />}>{t('notFound.home')}</Button>
      </EmptyState>
    </Container>
  );
}
