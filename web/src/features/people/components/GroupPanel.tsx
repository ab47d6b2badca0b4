import { Badge, Group, Skeleton, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Action, ActionButtons } from '@/shared/list';
import { ErrorState, PersonAvatar, SidePanel } from '@/shared/ui';
import { useGroup } from '../api/groups';
import type { GroupLine } from '../types';
import classes from './GroupPanel.module.css';

interface GroupPanelProps {
  id: string;
  actionsFor: (groups: GroupLine[]) => Action[];
  /** A dialog lies over the panel: Escape is for that. */
  covered: boolean;
  onClose: () => void;
}

/** A group and its members. */
export function GroupPanel({ id, actionsFor, covered, onClose }: GroupPanelProps) {
  const { t } = useTranslation();
  const { data: group, error, isError, refetch } = useGroup(id);
  return (
    <SidePanel title={t('groups.one')} covered={covered} onClose={onClose}>
      {isError && <ErrorState error={error} onRetry={() => refetch()} />}
      {!group && !isError && <Skeleton height={160} />}
      {group && (
        <Stack>
          <div>
            <Text fw={650} size="lg" style={{ overflowWrap: 'anywhere' }}>
              {group.name}
            </Text>
            <Text c="dimmed" size="sm">
              {t('groups.size', { count: group.people.length })}
            </Text>
          </div>
          <ActionButtons actions={actionsFor([group]).filter(({ id: action }) => action !== 'open')} />
          <Title order={3}>{t('groups.members')}</Title>
          {group.people.length === 0 && <Text c="dimmed">{t('groups.nobody')}</Text>}
          <Stack component="ul" gap={2} m={0} p={0} className={classes.list}>
            {group.people.map((person) => (
              <li key={person.id}>
                <UnstyledButton
                  className={classes.member}
                  renderRoot={(props) => <Link to="/people" search={{ person: person.id } as never} {...props} />}
                >
                  <PersonAvatar name={person.name} src={person.avatar} size={34} />
                  <div className={classes.who}>
                    <Text size="sm" fw={550} truncate>
                      {person.name}
                    </Text>
                    <Text size="xs" c="dimmed" truncate>
                      {person.email}
                    </Text>
                  </div>
                  {person.id === group.manager?.id && (
                    <Group>
                      <Badge color="gray">{t('groups.manager')}</Badge>
                    </Group>
                  )}
                </UnstyledButton>
              </li>
            ))}
          </Stack>
        </Stack>
      )}
    </SidePanel>
  );
}
