import type { Schemas } from '@/api/client';
import type { Rights } from '@/features/files';
import { type Shareable, toOffer } from '@/features/sharing';
import { parseDate } from '@/shared/lib/format';
import type { Room, RoomType } from '../types';

const ARCHIVE = 20;
const NO_COLOR = '1B6A59';

export function toRoom(folder: Schemas['FolderDtoInteger']): Room {
  const { logo } = folder;
  return {
    id: folder.id ?? 0,
    title: folder.title ?? '',
    type: (folder.roomType ?? 5) as RoomType,
    color: logo?.color || NO_COLOR,
    cover: logo?.cover?.data ?? '',
    coverId: logo?.cover?.id ?? '',
    picture: logo?.large || logo?.original || '',
    tags: folder.tags ?? [],
    pinned: folder.pinned ?? false,
    fresh: folder.new ?? 0,
    files: folder.filesCount ?? 0,
    folders: folder.foldersCount ?? 0,
    updated: parseDate(folder.updated),
    owner: folder.ownedBy?.displayName ?? folder.createdBy?.displayName ?? '',
    archived: folder.rootFolderType === ARCHIVE,
    rights: (folder.security ?? {}) as Rights,
    share: toOffer(folder as Shareable),
  };
}
