import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryPicture, useFindFiles } from '@/features/files';
import { useRooms } from '@/features/rooms';
import { useSelf } from '@/features/session';
import { startTour } from '@/features/tour';
import { useFrame } from '@/shared/embed';
import {
  IconArchive,
  IconBuildingArch,
  IconClockHour4,
  IconFileText,
  IconKeyboard,
  IconMap2,
  IconPlus,
  IconSearch,
  IconSettings,
  IconStar,
  IconTemplate,
  IconTrash,
  IconUser,
  IconUserShare,
  IconUsers,
} from '@/shared/ui/icons';
import { openShortcuts } from './ShortcutsDialog';

export const openCommandPalette = spotlight.open;

/** Anywhere in a few keys: places, rooms, files, and what one does most. */
export function CommandPalette() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const self = useSelf();
  const framed = useFrame() !== null;
  const admin = self.isOwner === true || self.isAdmin === true;
  const makesRooms = admin || self.isRoomAdmin === true;
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState(false);
  const files = useFindFiles(query.trim(), opened);
  const rooms = useRooms({
    area: 'rooms',
    search: query.trim(),
    type: null,
    tag: null,
    person: null,
    group: null,
    sortBy: 'DateAndTime',
    descending: true,
  });

  const places: SpotlightActionData[] = (
    [
      ['/rooms', 'nav.rooms', IconBuildingArch],
      ['/documents', 'nav.documents', IconFileText],
      ['/shared', 'nav.shared', IconUserShare],
      ['/recent', 'nav.recent', IconClockHour4],
      ['/favorites', 'nav.favorites', IconStar],
      ['/people', 'nav.people', IconUsers],
      ...(makesRooms ? ([['/templates', 'nav.templates', IconTemplate]] as const) : []),
      ['/archive', 'nav.archive', IconArchive],
      ['/trash', 'nav.trash', IconTrash],
      ['/profile', 'profile.title', IconUser],
      ...(admin ? ([['/settings', 'nav.settings', IconSettings]] as const) : []),
    ] as const
  ).map(([to, key, Glyph]) => ({
    id: to,
    label: t(key),
    leftSection: <Glyph size={20} stroke={1.6} aria-hidden />,
    onClick: () => void navigate({ to }),
  }));
  const deeds: SpotlightActionData[] = [
    ...(makesRooms
      ? [
          {
            id: 'new-room',
            label: t('rooms.create'),
            leftSection: <IconPlus size={20} stroke={1.6} aria-hidden />,
            onClick: () => void navigate({ to: '/rooms', search: { new: true } as never }),
          },
        ]
      : []),
    // Inside another site's page there is too little of the app to be shown around in.
    ...(framed
      ? []
      : [
          {
            id: 'tour',
            label: t('tour.title'),
            leftSection: <IconMap2 size={20} stroke={1.6} aria-hidden />,
            onClick: () => setTimeout(startTour, 250),
          },
        ]),
    {
      id: 'shortcuts',
      label: t('shortcuts.title'),
      leftSection: <IconKeyboard size={20} stroke={1.6} aria-hidden />,
      // The palette gives the focus back first.
      onClick: () => setTimeout(openShortcuts, 250),
    },
  ];
  // The server has found them; all of them are shown, whatever part of a title matched.
  const papers: SpotlightActionData[] = (files.data ?? []).map((file) => ({
    id: file.key,
    label: file.title,
    keywords: query,
    ...(file.origin && { description: file.origin }),
    leftSection: <EntryPicture entry={file} size={24} />,
    onClick: () => {
      if (file.opensInEditor && file.webUrl) window.open(file.webUrl, '_blank', 'noopener');
      else void navigate({ to: '/media/view/$fileId', params: { fileId: String(file.id) } });
    },
  }));
  const found: SpotlightActionData[] = (rooms.data?.pages[0]?.rooms ?? []).slice(0, 5).map((room) => ({
    id: `room-${room.id}`,
    label: room.title,
    description: t(`roomType.${room.type}`),
    leftSection: <IconBuildingArch size={20} stroke={1.6} aria-hidden />,
    onClick: () => void navigate({ to: '/rooms/$folderId', params: { folderId: String(room.id) } }),
  }));

  return (
    <Spotlight
      shortcut={['mod + K']}
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpened(true)}
      onSpotlightClose={() => setOpened(false)}
      actions={[
        { group: t('palette.places'), actions: places },
        { group: t('palette.rooms'), actions: found },
        { group: t('palette.files'), actions: papers },
        { group: t('palette.deeds'), actions: deeds },
      ]}
      nothingFound={t('search.none')}
      highlightQuery
      attributes={{ content: { 'aria-label': t('palette.open') } }}
      radius="lg"
      // Half transparent words cannot be read on the colour of what is chosen.
      styles={{ actionDescription: { opacity: 1 } }}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
    />
  );
}
