import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SpaceLogo } from '@/features/session';

/** Where visitors are, and the way to become more than that. */
export function VisitorHead() {
  const { t } = useTranslation();
  return (
    <Group justify="space-between" wrap="nowrap" pt="md">
      <SpaceLogo place="header" height={28} />
      <Button variant="default" size="xs" flex="none" renderRoot={(props) => <Link to="/login" {...props} />}>
        {t('visit.signIn')}
      </Button>
    </Group>
  );
}
