import { Anchor, Center, Image, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyField, ErrorState } from '@/shared/ui';
import { useAppSetup } from '../api/factor';
import type { FactorStep } from '../lib/step';

/** The picture an authenticator app photographs, or the key to type into it. */
export function AppSetup({ step }: { step: FactorStep }) {
  const { t } = useTranslation();
  const setup = useAppSetup(step, true);
  const [typing, setTyping] = useState(false);
  if (setup.isPending) return <Skeleton height={200} />;
  if (setup.isError) return <ErrorState error={setup.error} onRetry={() => setup.refetch()} />;
  const { account, key, picture } = setup.data;
  return (
    <Stack gap="xs">
      <Text size="sm">{t('factor.scan')}</Text>
      <Center bg="white" p="sm" style={{ borderRadius: 'var(--mantine-radius-md)' }}>
        <Image src={picture} alt={t('factor.picture', { account })} w={184} h={184} />
      </Center>
      {typing ? (
        <CopyField label={t('factor.key')} labelled value={key} />
      ) : (
        <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setTyping(true)}>
          {t('factor.cannotScan')}
        </Anchor>
      )}
    </Stack>
  );
}
