import type { Rights } from '@/features/files';
import type { ShareOffer } from '@/features/sharing';

/** RoomType of the contract. AI agents (9) are not rooms on these screens. */
export type RoomType = 1 | 2 | 5 | 6 | 8;

export interface Room {
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
  updated: Date | null;
  owner: string;
  archived: boolean;
  rights: Rights;
  /** What may be shared of it by links; null for nothing. */
  share: ShareOffer | null;
}

export interface RoomFilter {
  archived: boolean;
  search: string;
  type: RoomType | null;
  tag: string | null;
  sortBy: 'DateAndTime' | 'AZ' | 'RoomType';
  descending: boolean;
}
