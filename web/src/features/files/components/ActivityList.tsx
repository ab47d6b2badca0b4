import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/lib/format';
import { ErrorState, PersonAvatar } from '@/shared/ui';
import { useActivity } from '../api/activity';
import type { Deed } from '../lib/deeds';

/** What happened to an entry, newest first. */
export function ActivityList({ isFolder, id }: { isFolder: boolean; id: number }) {
  const { t } = useTranslation();
  const activity = useActivity({ isFolder, id });
  if (activity.isError) return <ErrorState error={activity.error} onRetry={() => activity.refetch()} />;
  if (activity.isPending) return <Skeleton height={120} />;
  const deeds = activity.data.pages.flatMap((page) => page.deeds);
  if (deeds.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('info.noActivity')}
      </Text>
    );
  return (
    <Stack gap="md">
      <Stack component="ol" gap="md" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('info.activity')}>
        {deeds.map((deed) => (
          <DeedLine key={deed.id} deed={deed} />
        ))}
      </Stack>
      {activity.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={activity.isFetchingNextPage}
          onClick={() => void activity.fetchNextPage()}
        >
          {t('info.more')}
        </Button>
      )}
    </Stack>
  );
}

function DeedLine({ deed: { key, who, avatar, when, values } }: { deed: Deed }) {
  const { t } = useTranslation();
  return (
    <Group component="li" gap="sm" wrap="nowrap" align="flex-start">
      <PersonAvatar name={who} src={avatar} size={30} />
      <div style={{ minWidth: 0 }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <Text component="span" fw={600} inherit>
            {who}
          </Text>{' '}
          {t(`deed.${key as 'FileCreated'}`, { ...values, defaultValue: t('deed.other') })}
        </Text>
        {when && (
          <Text size="xs" c="dimmed" component="time" dateTime={when.toISOString()}>
            {formatMoment(when)}
          </Text>
        )}
      </div>
    </Group>
  );
}
