import type { Rights } from '@/features/files';
import type { ShareOffer } from '@/features/sharing';

/** RoomType of the contract. AI agents (9) are not rooms on these screens. */
export type RoomType = 1 | 2 | 5 | 6 | 8;

/** How long files of a room live. */
export interface Lifetime {
  value: number;
  /** RoomDataLifetimePeriod of the contract: days, months, years. */
  period: 0 | 1 | 2;
  /** Gone at once, or into the trash first. */
  forever: boolean;
}

/** What is drawn over the pages of a room's files. */
export interface Watermark {
  /** WatermarkAdditions of the contract: name 1, e-mail 2, address 4, date 8, room 16. */
  additions: number;
  text: string;
  /** Degrees. */
  rotate: number;
}

/** Rules for confidential papers. */
export interface Guard {
  indexing: boolean;
  denyDownload: boolean;
  lifetime: Lifetime | null;
  watermark: Watermark | null;
}

export interface Room {
  /** Unique in lists. */
  key: string;
  id: number;
  title: string;
  type: RoomType;
  /** Six hex digits without "#". */
  color: string;
  /** SVG text of the cover icon; empty for initials. */
  cover: string;
  coverId: string;
  /** Address of an uploaded picture; empty for colour and cover. */
  picture: string;
  tags: string[];
  pinned: boolean;
  fresh: number;
  files: number;
  folders: number;
  created: Date | null;
  updated: Date | null;
  owner: string;
  ownerId: string;
  archived: boolean;
  /** A pattern of rooms to come. */
  template: boolean;
  /** Nothing is told of what happens in it. */
  muted: boolean;
  /** One has a role of one's own in it, and so can leave. */
  joined: boolean;
  guard: Guard;
  /** Bytes; null where one may not know. */
  used: number | null;
  /** Bytes, -1 for any amount; absent while rooms have no quotas. `custom`: its own, not the usual one. */
  quota: { limit: number; custom: boolean } | null;
  rights: Rights;
  /** What may be shared of it by links; null for nothing. */
  share: ShareOffer | null;
}

/** Where rooms are: in use, put away, or patterns of rooms to come. */
export type RoomArea = 'rooms' | 'archive' | 'templates';

export interface RoomFilter {
  area: RoomArea;
  search: string;
  type: RoomType | null;
  tag: string | null;
  /** Id of a person who owns it or is in it. */
  person: string | null;
  /** Id of a group of rooms. */
  group: number | null;
  sortBy: 'DateAndTime' | 'AZ' | 'RoomType';
  descending: boolean;
}
