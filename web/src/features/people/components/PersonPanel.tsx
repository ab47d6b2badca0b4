import { Badge, Drawer, Group, Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Action, ActionButtons } from '@/shared/list';
import { ErrorState, PersonAvatar, useFocusBack } from '@/shared/ui';
import { usePerson } from '../api/people';
import type { PersonLine } from '../types';
import { PersonFacts } from './PersonFacts';
import { PersonRooms } from './PersonRooms';

interface PersonPanelProps {
  id: string;
  actionsFor: (people: PersonLine[]) => Action[];
  /** A dialog lies over the panel: Escape is for that. */
  covered: boolean;
  onClose: () => void;
}

/** Everything known about one person, and what one can do. */
export function PersonPanel({ id, actionsFor, covered, onClose }: PersonPanelProps) {
  const { t } = useTranslation();
  useFocusBack();
  const [tab, setTab] = useState<string | null>('details');
  const { data: person, error, isError, refetch } = usePerson(id);
  return (
    <Drawer
      opened
      onClose={onClose}
      closeOnEscape={!covered}
      returnFocus={false}
      position="right"
      size="sm"
      title={<Text fw={650}>{t('people.person')}</Text>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {isError && <ErrorState error={error} onRetry={() => refetch()} />}
      {!person && !isError && <Skeleton height={160} />}
      {person && (
        <Stack>
          <Group wrap="nowrap" align="flex-start">
            <PersonAvatar name={person.name} src={person.avatarLarge} size={64} faded={person.disabled} />
            <div style={{ minWidth: 0 }}>
              <Text fw={650} size="lg" style={{ overflowWrap: 'anywhere' }}>
                {person.name}
              </Text>
              <Group gap={6} mt={4}>
                <Badge color="atrium">{t(`personType.${person.type}`)}</Badge>
                {person.status !== 'active' && (
                  <Badge color={person.pending ? 'clay' : 'gray'}>{t(`personStatus.${person.status}`)}</Badge>
                )}
              </Group>
            </div>
          </Group>
          <ActionButtons actions={actionsFor([person]).filter(({ id: action }) => action !== 'open')} />
          <Tabs value={tab} onChange={setTab}>
            <Tabs.List mb="md">
              <Tabs.Tab value="details">{t('info.details')}</Tabs.Tab>
              <Tabs.Tab value="rooms">{t('nav.rooms')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="details">
              <PersonFacts person={person} />
            </Tabs.Panel>
            <Tabs.Panel value="rooms">{tab === 'rooms' && <PersonRooms id={id} />}</Tabs.Panel>
          </Tabs>
        </Stack>
      )}
    </Drawer>
  );
}
