import { Badge, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Action, ActionButtons } from '@/shared/list';
import { ErrorState, PanelTabs, PersonAvatar, SidePanel } from '@/shared/ui';
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
  const { data: person, error, isError, refetch } = usePerson(id);
  return (
    <SidePanel title={t('people.person')} covered={covered} onClose={onClose}>
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
          <PanelTabs
            tabs={[
              { id: 'details', label: t('info.details'), content: () => <PersonFacts person={person} /> },
              { id: 'rooms', label: t('nav.rooms'), content: () => <PersonRooms id={id} /> },
            ]}
          />
        </Stack>
      )}
    </SidePanel>
  );
}
