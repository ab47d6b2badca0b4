import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/shared/ui';
import { useMembers } from '../api/members';
import { MemberRow } from './MemberRow';

/** Who is in a room, to look at. */
export function MembersList({ room }: { room: number }) {
  const { t } = useTranslation();
  const members = useMembers(room);
  if (members.isPending) return <Skeleton height={72} />;
  if (members.isError) return <ErrorState error={members.error} onRetry={() => members.refetch()} />;
  return (
    <ul aria-label={t('members.list')} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {members.data.map((member) => (
        <MemberRow key={member.id} member={member} roles={[]} editable={false} onAccess={() => undefined} />
      ))}
    </ul>
  );
}
