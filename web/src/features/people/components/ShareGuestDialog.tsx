import { Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyField, Dialog, ErrorState } from '@/shared/ui';
import { useGuestLink } from '../api/guests';
import type { PersonLine } from '../types';

interface ShareGuestDialogProps {
  person: PersonLine;
  onClose: () => void;
}

/** The link by which another administrator of rooms gets a guest on their list. */
export function ShareGuestDialog({ person, onClose }: ShareGuestDialogProps) {
  const { t } = useTranslation();
  const link = useGuestLink(person.id);
  return (
    <Dialog onClose={onClose} title={t('people.shareGuestTitle', { name: person.name })}>
      <Stack>
        <Text>{t('people.shareGuestText')}</Text>
        {link.isPending && <Skeleton height={36} />}
        {link.isError && <ErrorState error={link.error} onRetry={() => link.refetch()} />}
        {link.data && <CopyField label={t('people.guestLink')} value={link.data} />}
      </Stack>
    </Dialog>
  );
}
