import { Divider, NavLink, Stack } from '@mantine/core';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type DropProps, dropProps, useRemove } from '@/features/files';
import { type Person, useSelf } from '@/features/session';
import {
  IconArchive,
  IconBuildingArch,
  IconClockHour4,
  IconFileText,
  IconSettings,
  IconStar,
  IconTemplate,
  IconTrash,
  IconUserShare,
  IconUsers,
} from '@/shared/ui/icons';
import classes from './NavLinks.module.css';

const PLACES = [
  { to: '/rooms', key: 'nav.rooms', icon: IconBuildingArch },
  { to: '/documents', key: 'nav.documents', icon: IconFileText },
  { to: '/shared', key: 'nav.shared', icon: IconUserShare },
  { to: '/recent', key: 'nav.recent', icon: IconClockHour4 },
  { to: '/favorites', key: 'nav.favorites', icon: IconStar },
] as const;

const LESS_OFTEN = [
  { to: '/people', key: 'nav.people', icon: IconUsers },
  { to: '/templates', key: 'nav.templates', icon: IconTemplate },
  { to: '/archive', key: 'nav.archive', icon: IconArchive },
  { to: '/trash', key: 'nav.trash', icon: IconTrash },
  { to: '/settings', key: 'nav.settings', icon: IconSettings },
] as const;

type Place = (typeof PLACES)[number] | (typeof LESS_OFTEN)[number];

/** Guests have no documents of their own, and only those who manage people see them all. */
function isFor(self: Person, to: string): boolean {
  if (to === '/people') return !self.isVisitor && !self.isCollaborator;
  if (to === '/settings') return self.isOwner === true || self.isAdmin === true;
  if (to === '/templates') return (self.isOwner || self.isAdmin || self.isRoomAdmin) === true;
  if (to === '/documents') return !self.isVisitor;
  return true;
}

export function NavLinks() {
  const self = useSelf();
  const visible = ({ to }: Place) => isFor(self, to);
  return (
    <Stack gap={2}>
      {PLACES.filter(visible).map((place) => (
        <PlaceLink key={place.to} place={place} />
      ))}
      <Divider my="xs" color="var(--atrium-line)" />
      {LESS_OFTEN.filter(visible).map((place) => (
        <PlaceLink key={place.to} place={place} />
      ))}
    </Stack>
  );
}

function PlaceLink({ place }: { place: Place }) {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { to, key, icon: Glyph } = place;
  const drop = usePlaceDrop(to);
  const active = path === to || path.startsWith(`${to}/`);
  return (
    <NavLink
      className={classes.link}
      data-tour={to}
      label={t(key)}
      active={active}
      aria-current={active ? 'page' : undefined}
      leftSection={<Glyph size={20} stroke={1.6} aria-hidden />}
      {...drop}
      renderRoot={(props) => <Link to={to} {...props} />}
    />
  );
}

/** Entries held over a place lead there; let go over the trash they are deleted. */
function usePlaceDrop(to: Place['to']): Partial<DropProps> {
  const navigate = useNavigate();
  const remove = useRemove();
  if (to === '/trash')
    return dropProps({
      key: to,
      accepts: (entries) => entries.every(({ rights }) => rights.Delete === true),
      drop: (entries) => remove.mutate({ entries, forever: false }),
    });
  if (to !== '/rooms' && to !== '/documents') return {};
  return dropProps({
    key: to,
    accepts: () => false,
    drop: () => undefined,
    open: () => void navigate({ to }),
  });
}
