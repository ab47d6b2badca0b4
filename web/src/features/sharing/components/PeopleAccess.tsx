import { Group, Select, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PersonSelect } from '@/features/people';
import { ErrorState, IconButton, PersonAvatar } from '@/shared/ui';
import { IconUserMinus } from '@/shared/ui/icons';
import type { Target } from '../api/links';
import { useSharers, useShareWith } from '../api/people';

interface PeopleAccessProps {
  target: Target & { is: 'folder' | 'file' };
  roles: number[];
}

/** Who may use an entry of one's own documents, and how. */
export function PeopleAccess({ target, roles }: PeopleAccessProps) {
  const { t } = useTranslation();
  const sharers = useSharers(target);
  const share = useShareWith(target);
  if (sharers.isError) return <ErrorState error={sharers.error} onRetry={() => sharers.refetch()} />;
  if (sharers.isPending) return <Skeleton height={72} />;
  const usual = roles.includes(2) ? 2 : (roles[0] ?? 2);
  const name = (access: number) => t(`share.access.${access as 2}`);
  return (
    <Stack gap="xs">
      <PersonSelect
        // Emptied once somebody is added.
        key={sharers.data.length}
        members
        label={t('share.with')}
        value={null}
        except={sharers.data.map(({ id }) => id)}
        onChange={(person) => person && share.mutate({ id: person.id, access: usual })}
      />
      <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('share.people')}>
        {sharers.data.map((sharer) => (
          <Group key={sharer.id} component="li" gap="xs" wrap="nowrap">
            <PersonAvatar name={sharer.name} src={sharer.avatar} size={30} />
            <Text size="sm" truncate flex={1}>
              {sharer.name}
            </Text>
            {sharer.isOwner ? (
              <Text size="sm" c="dimmed">
                {t('members.owner')}
              </Text>
            ) : sharer.editable ? (
              <>
                <Select
                  size="xs"
                  w={124}
                  allowDeselect={false}
                  aria-label={t('members.roleOf', { name: sharer.name })}
                  data={roles.map((access) => ({ value: String(access), label: name(access) }))}
                  value={String(sharer.access)}
                  onChange={(value) => value && share.mutate({ id: sharer.id, access: Number(value) })}
                />
                <IconButton
                  label={t('members.remove', { name: sharer.name })}
                  onClick={() => share.mutate({ id: sharer.id, access: 0 })}
                >
                  <IconUserMinus size={18} />
                </IconButton>
              </>
            ) : (
              <Text size="sm" c="dimmed">
                {name(sharer.access)}
              </Text>
            )}
          </Group>
        ))}
      </Stack>
    </Stack>
  );
}
