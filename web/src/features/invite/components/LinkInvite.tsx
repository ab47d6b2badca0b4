import { Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PersonType } from '@/features/people';
import { ErrorState } from '@/shared/ui';
import { useInvitationLink } from '../api/links';
import { LinkOfType } from './LinkOfType';

/** One link for each type that one may invite. */
export function LinkInvite({ types }: { types: PersonType[] }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('invite.linkHint')}
      </Text>
      {types.map((type) => (
        <LinkCard key={type} type={type} />
      ))}
    </Stack>
  );
}

function LinkCard({ type }: { type: PersonType }) {
  const link = useInvitationLink(type);
  if (link.isPending) return <Skeleton height={76} />;
  if (link.isError) return <ErrorState error={link.error} onRetry={() => link.refetch()} />;
  return <LinkOfType type={type} link={link.data} />;
}
