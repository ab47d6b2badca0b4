import { useTranslation } from 'react-i18next';
import { useFrame } from '@/shared/embed';
import type { Action } from '@/shared/list';
import {
  IconArrowBackUp,
  IconArrowDown,
  IconArrowUp,
  IconChecks,
  IconCopy,
  IconCopyPlus,
  IconDownload,
  IconEye,
  IconFilter,
  IconFolderOpen,
  IconFolderSymlink,
  IconInfoCircle,
  IconLock,
  IconLockOpen,
  IconPencil,
  IconPlayerPlay,
  IconPlayerStop,
  IconShare,
  IconStar,
  IconStarOff,
  IconTrash,
  IconTrashX,
  IconX,
} from '@/shared/ui/icons';
import { useDownload } from '../api/download';
import { useFavorite } from '../api/favorite';
import { useLeaveShared } from '../api/leave';
import { useMark } from '../api/mark';
import { useDuplicate, useRestore } from '../api/move';
import { useMarkRead } from '../api/read';
import { useRemove } from '../api/remove';
import type { Entry, Right, Source } from '../types';

/** What the screen itself does when an action needs a dialog or a panel. */
export interface Openers {
  open: (entry: Entry) => void;
  rename: (entry: Entry) => void;
  relocate: (entries: Entry[], copy: boolean) => void;
  info: (entry: Entry) => void;
  share: (entry: Entry) => void;
  /** Goes to the folder an entry lies in. */
  locate: (entry: Entry) => void;
  /** True for an entry that does not lie in the open folder itself. */
  elsewhere: (entry: Entry) => boolean;
  /** In an indexed room: the entry before (-1) or behind (1). */
  neighbour: (entry: Entry, by: -1 | 1) => Entry | null;
  /** Changes places with that one. */
  swap: (entry: Entry, by: -1 | 1) => void;
  deleteForever: (entries: Entry[]) => void;
  /** Lets others fill in a form of a form filling room, or no longer. */
  filling: (form: Entry, action: 'start' | 'stop') => void;
}

/** Somebody who came by a link has no shelves of their own to put things on. */
const FOR_VISITORS = ['open', 'download'];

/** The verbs for chosen entries, as the caller's rights and the place allow. */
export function useActions(place: Source['place'] | 'visit', openers: Openers): (entries: Entry[]) => Action[] {
  const { t } = useTranslation();
  const panel = useFrame()?.infoPanelVisible !== false;
  const { mutate: download } = useDownload();
  const { mutate: favorite } = useFavorite();
  const { mutate: mark } = useMark();
  const { mutate: markRead } = useMarkRead();
  const { mutate: leave } = useLeaveShared();
  const { mutate: remove } = useRemove();
  const { mutate: restore } = useRestore();
  const { mutate: duplicate } = useDuplicate();

  return (entries) => {
    const [first] = entries;
    if (!first) return [];
    const single = entries.length === 1;
    const may = (right: Right) => entries.every(({ rights }) => rights[right] === true);
    const actions: (Action | false | null)[] =
      place === 'trash'
        ? [
            { id: 'restore', label: t('action.restore'), icon: IconArrowBackUp, run: () => restore(entries) },
            single &&
              panel && { id: 'info', label: t('action.info'), icon: IconInfoCircle, run: () => openers.info(first) },
            {
              id: 'forever',
              label: t('action.deleteForever'),
              icon: IconTrashX,
              shortcut: 'Del',
              danger: true,
              apart: true,
              run: () => openers.deleteForever(entries),
            },
          ]
        : [
            single && {
              id: 'open',
              label: t('action.open'),
              icon: IconEye,
              shortcut: '↵',
              run: () => openers.open(first),
            },
            single &&
              first.form === 'collected' &&
              may('StartFilling') && {
                id: 'startFilling',
                label: t('action.startFilling'),
                icon: IconPlayerPlay,
                run: () => openers.filling(first, 'start'),
              },
            single &&
              first.form === 'collected' &&
              may('StopFilling') && {
                id: 'stopFilling',
                label: t('action.stopFilling'),
                icon: IconPlayerStop,
                run: () => openers.filling(first, 'stop'),
              },
            may('Download') && {
              id: 'download',
              label: t('action.download'),
              icon: IconDownload,
              shortcut: 'D',
              run: () => download(entries),
            },
            single &&
              first.share !== null && {
                id: 'share',
                label: t('action.share'),
                icon: IconShare,
                shortcut: 'S',
                run: () => openers.share(first),
              },
            single &&
              may('Rename') && {
                id: 'rename',
                label: t('action.rename'),
                icon: IconPencil,
                shortcut: 'F2',
                apart: true,
                run: () => openers.rename(first),
              },
            may('Move') && {
              id: 'move',
              label: t('action.move'),
              icon: IconFolderSymlink,
              shortcut: 'M',
              run: () => openers.relocate(entries, false),
            },
            may('Copy') && {
              id: 'copy',
              label: t('action.copy'),
              icon: IconCopy,
              shortcut: 'C',
              run: () => openers.relocate(entries, true),
            },
            may('Duplicate') && {
              id: 'duplicate',
              label: t('action.duplicate'),
              icon: IconCopyPlus,
              run: () => duplicate(entries),
            },
            single &&
              may('Lock') && {
                id: 'lock',
                label: first.locked ? t('action.unlock') : t('action.lock'),
                icon: first.locked ? IconLockOpen : IconLock,
                shortcut: 'L',
                run: () => mark({ entry: first, mark: 'locked', on: !first.locked }),
              },
            single &&
              may('CustomFilter') && {
                id: 'ownFilter',
                label: first.ownFilter ? t('action.filterTogether') : t('action.ownFilter'),
                icon: IconFilter,
                run: () => mark({ entry: first, mark: 'ownFilter', on: !first.ownFilter }),
              },
            single &&
              openers.neighbour(first, -1) && {
                id: 'up',
                label: t('action.up'),
                icon: IconArrowUp,
                shortcut: 'Alt ↑',
                apart: true,
                run: () => openers.swap(first, -1),
              },
            single &&
              openers.neighbour(first, 1) && {
                id: 'down',
                label: t('action.down'),
                icon: IconArrowDown,
                shortcut: 'Alt ↓',
                run: () => openers.swap(first, 1),
              },
            entries.some((one) => !one.favorite) && {
              id: 'favorite',
              label: t('action.favorite'),
              icon: IconStar,
              shortcut: 'F',
              apart: true,
              run: () => favorite({ entries, favorite: true }),
            },
            entries.every((one) => one.favorite) && {
              id: 'unfavorite',
              label: t('action.unfavorite'),
              icon: IconStarOff,
              shortcut: 'F',
              apart: true,
              run: () => favorite({ entries, favorite: false }),
            },
            entries.some((one) => one.fresh) && {
              id: 'read',
              label: t('action.read'),
              icon: IconChecks,
              run: () => markRead(entries),
            },
            single &&
              openers.elsewhere(first) && {
                id: 'locate',
                label: t('action.locate'),
                icon: IconFolderOpen,
                run: () => openers.locate(first),
              },
            single &&
              panel && {
                id: 'info',
                label: t('action.info'),
                icon: IconInfoCircle,
                shortcut: 'I',
                run: () => openers.info(first),
              },
            place === 'shared' && {
              id: 'leave',
              label: t('shared.leave'),
              icon: IconX,
              shortcut: 'Del',
              apart: true,
              run: () => leave(entries),
            },
            place !== 'shared' &&
              may('Delete') && {
                id: 'delete',
                label: t('action.delete'),
                icon: IconTrash,
                shortcut: 'Del',
                danger: true,
                apart: true,
                run: () => remove({ entries, forever: false }),
              },
          ];
    const offered = actions.filter((action) => action !== false && action !== null);
    return place === 'visit' ? offered.filter(({ id }) => FOR_VISITORS.includes(id)) : offered;
  };
}
