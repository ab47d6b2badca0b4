import { Alert, Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PersonLine, PersonSelect } from '@/features/people';
import { useSelf } from '@/features/session';
import { sentence } from '@/shared/errors';
import { ConfirmDialog, Section } from '@/shared/ui';
import { useHandOverSpace } from '../api/owner';

/** The owner makes somebody else the owner, by a mailed link. */
export function OwnerSection() {
  const { t } = useTranslation();
  const self = useSelf();
  const handOver = useHandOverSpace();
  const [heir, setHeir] = useState<PersonLine | null>(null);
  const [asking, setAsking] = useState(false);
  if (!self.isOwner) return null;
  return (
    <Section title={t('settings.owner')} hint={t('settings.ownerHint')}>
      <Stack>
        {handOver.isSuccess && (
          <Alert color="atrium" role="status">
            {t('settings.ownerMailed', { email: self.email })}
          </Alert>
        )}
        {handOver.isError && (
          <Alert color="red" role="alert">
            {sentence(handOver.error)}
          </Alert>
        )}
        <Group align="flex-end">
          <div style={{ flex: '1 1 14rem' }}>
            <PersonSelect
              heirs
              clearable
              label={t('settings.ownerNext')}
              value={heir}
              onChange={setHeir}
              except={[self.id ?? '']}
            />
          </div>
          <Button
            variant="light"
            color="red"
            disabled={!heir}
            loading={handOver.isPending}
            onClick={() => setAsking(true)}
          >
            {t('settings.ownerButton')}
          </Button>
        </Group>
      </Stack>
      {asking && heir && (
        <ConfirmDialog
          title={t('settings.ownerAsk', { name: heir.name })}
          text={t('settings.ownerAskText', { email: self.email })}
          confirm={t('leave.send')}
          onConfirm={() => handOver.mutate(heir.id)}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
