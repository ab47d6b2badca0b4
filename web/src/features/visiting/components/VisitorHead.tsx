import { Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LogoMark } from '@/shared/ui';

/** Where visitors are, and the way to become more than that. */
export function VisitorHead() {
  const { t } = useTranslation();
  return (
    <Group justify="space-between" pt="md">
      <Group gap="xs">
        <LogoMark size={28} />
        <Text fw={680}>Atrium</Text>
      </Group>
      <Button variant="default" size="xs" renderRoot={(props) => <Link to="/login" {...props} />}>
        {t('visit.signIn')}
      </Button>
    </Group>
  );
}
