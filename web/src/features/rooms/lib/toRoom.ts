import type { Schemas } from '@/api/client';
import type { Rights } from '@/features/files';
import { type Shareable, toOffer } from '@/features/sharing';
import { parseDate } from '@/shared/lib/format';
import type { Guard, Lifetime, Room, RoomType } from '../types';

const ARCHIVE = 20;
const TEMPLATES = 30;
const NO_COLOR = '1B6A59';

function toGuard(folder: Schemas['FolderDtoInteger']): Guard {
  const { lifetime, watermark } = folder;
  return {
    indexing: folder.indexing ?? false,
    denyDownload: folder.denyDownload ?? false,
    lifetime:
      lifetime?.value && lifetime.enabled !== false
        ? {
            value: lifetime.value,
            period: (lifetime.period ?? 0) as Lifetime['period'],
            forever: lifetime.deletePermanently ?? false,
          }
        : null,
    watermark: watermark
      ? { additions: Number(watermark.additions ?? 0), text: watermark.text ?? '', rotate: watermark.rotate ?? 0 }
      : null,
  };
}

export function toRoom(folder: Schemas['FolderDtoInteger']): Room {
  const { logo } = folder;
  return {
    key: `room-${folder.id}`,
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
    created: parseDate(folder.created),
    updated: parseDate(folder.updated),
    // `ownedBy` of a room is somebody else: whoever made the place of all rooms.
    owner: folder.createdBy?.displayName ?? folder.ownedBy?.displayName ?? '',
    ownerId: folder.createdBy?.id ?? '',
    archived: folder.rootFolderType === ARCHIVE,
    template: folder.rootFolderType === TEMPLATES,
    muted: folder.mute ?? false,
    joined: folder.inRoom ?? false,
    guard: toGuard(folder),
    used: folder.usedSpace ?? null,
    quota:
      folder.quotaLimit === undefined || folder.quotaLimit === null
        ? null
        : { limit: folder.quotaLimit, custom: folder.isCustomQuota ?? false },
    rights: (folder.security ?? {}) as Rights,
    share: toOffer(folder as Shareable),
  };
}
