import { Avatar, Badge, Button, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf } from '@/features/session';
import { initials } from '@/shared/lib/format';
import { useDelayed } from '@/shared/lib/useDelayed';
import { SearchField } from '@/shared/list';
import { EmptyState, ErrorState, PageHeader } from '@/shared/ui';
import { IconUserPlus } from '@/shared/ui/icons';
import { usePeopleList } from '../api/people';
import { AddPersonDialog } from './AddPersonDialog';

/** Everybody with an account in this space. */
export function PeoplePage() {
  const { t } = useTranslation();
  const self = useSelf();
  const [search, setSearch] = useState('');
  const [adding, setAdding] = useState(false);
  const people = usePeopleList(search);
  const late = useDelayed(people.isPending);
  const list = people.data?.pages.flatMap((page) => page.people) ?? [];
  const mayAdd = self.isOwner || self.isAdmin;

  return (
    <>
      <PageHeader
        title={t('nav.people')}
        actions={
          mayAdd && (
            <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
              {t('people.add')}
            </Button>
          )
        }
      />
      <Group mb="md">
        <SearchField value={search} placeholder={t('people.search')} onChange={setSearch} />
      </Group>
      {people.isError && <ErrorState error={people.error} onRetry={() => people.refetch()} />}
      {late && (
        <Stack>
          {[1, 2, 3].map((row) => (
            <Skeleton key={row} height={48} />
          ))}
        </Stack>
      )}
      {people.isSuccess && list.length === 0 && (
        <EmptyState art="people" title={t('search.none')} hint={t('people.noneHint')} />
      )}
      {list.length > 0 && (
        <Table verticalSpacing="sm" aria-label={t('nav.people')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('people.name')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('people.email')}</Table.Th>
              <Table.Th>{t('people.type')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.map((person) => (
              <Table.Tr key={person.id}>
                <Table.Td>
                  <Group gap="sm" wrap="nowrap">
                    <Avatar size={34} radius="xl" color="atrium">
                      {initials(person.name)}
                    </Avatar>
                    <div style={{ minWidth: 0 }}>
                      <Text fw={550} truncate>
                        {person.name}
                      </Text>
                      <Text size="xs" c="dimmed" truncate hiddenFrom="sm">
                        {person.email}
                      </Text>
                    </div>
                    {person.pending && <Badge color="clay">{t('members.pending')}</Badge>}
                    {person.disabled && <Badge color="gray">{t('people.disabled')}</Badge>}
                  </Group>
                </Table.Td>
                <Table.Td visibleFrom="sm">{person.email}</Table.Td>
                <Table.Td>{t(`personType.${person.type}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {people.hasNextPage && (
        <Button variant="subtle" mt="md" loading={people.isFetchingNextPage} onClick={() => people.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
      {adding && <AddPersonDialog onClose={() => setAdding(false)} />}
    </>
  );
}
