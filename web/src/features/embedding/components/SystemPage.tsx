import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Nothing to be looked at: the page around the frame asks its questions here. */
export function SystemPage() {
  const { t } = useTranslation();
  return (
    <Center component="main" mih="100dvh">
      <Loader aria-label={t('common.loading')} />
    </Center>
  );
}
