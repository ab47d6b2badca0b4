import { Avatar, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import { initials } from '@/shared/lib/format';
import { usePresent } from '../hooks/usePresent';
import type { Face } from '../lib/provider';

const SHOWN = 4;

/** Faces of those who have the document open, in the colours of their cursors. */
export function WhoIsHere({ awareness, me }: { awareness: Awareness; me: Face | null }) {
  const { t } = useTranslation();
  const people = usePresent(awareness, me);
  const name = (given: string) => given || t('editor.visitor');
  const rest = people.slice(SHOWN);
  if (people.length === 0) return null;
  return (
    <Avatar.Group spacing="xs" role="group" aria-label={t('editor.here', { count: people.length })}>
      {people.slice(0, SHOWN).map((one) => (
        <Tooltip key={one.id} label={name(one.name)}>
          <Avatar
            size={30}
            radius="50%"
            alt={name(one.name)}
            title={name(one.name)}
            role="img"
            aria-label={name(one.name)}
            styles={{ root: { border: `2px solid ${one.color}` }, placeholder: { fontSize: '0.7rem' } }}
          >
            {initials(name(one.name))}
          </Avatar>
        </Tooltip>
      ))}
      {rest.length > 0 && (
        <Tooltip label={rest.map((one) => name(one.name)).join(', ')}>
          <Avatar size={30} radius="50%">
            +{rest.length}
          </Avatar>
        </Tooltip>
      )}
    </Avatar.Group>
  );
}
