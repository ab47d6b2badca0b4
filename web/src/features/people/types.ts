/** Types of people that can be given to somebody. */
export type PersonType = 'DocSpaceAdmin' | 'RoomAdmin' | 'User' | 'Guest';
export type AnyType = PersonType | 'Owner';
export type PersonStatus = 'active' | 'pending' | 'disabled';

/** Somebody in a list of people. */
export interface PersonLine {
  key: string;
  id: string;
  name: string;
  email: string;
  type: AnyType;
  status: PersonStatus;
  pending: boolean;
  disabled: boolean;
  /** Addresses of the picture, for lists and for panels; empty where there is none. */
  avatar: string;
  avatarLarge: string;
  groups: GroupName[];
  /** Who made or invited the account; administrators see it. */
  createdBy: { id: string; name: string } | null;
  registered: Date | null;
  contacts: Contact[];
  location: string;
  notes: string;
  /** Bytes; null where nobody counts them. */
  usedSpace: number | null;
  /** Bytes, -1 for no limit; null where people have no quota. */
  quota: number | null;
  customQuota: boolean;
  /** Whether an authenticator app is connected; null where nobody asks for one. */
  secondFactor: boolean | null;
}

export interface Contact {
  type: string;
  value: string;
}

export interface GroupName {
  id: string;
  name: string;
}

export interface GroupLine {
  key: string;
  id: string;
  name: string;
  manager: { id: string; name: string } | null;
  members: number;
}

export interface GroupDetails extends GroupLine {
  people: PersonLine[];
}

export type Area = 'people' | 'guests';
export type SortBy = 'displayname' | 'type' | 'email' | 'department' | 'createdby' | 'registrationdate' | 'usedspace';

/** Which people a list shows, in which order. */
export interface PeopleFilter {
  area: Area;
  search: string;
  type: PersonType | null;
  status: PersonStatus | null;
  group: string | null;
  payment: 'paid' | 'free' | null;
  quota: 'default' | 'custom' | null;
  mine: boolean;
  /** null = the owner first, then by name. */
  sortBy: SortBy | null;
  descending: boolean;
}

/** The one dialog that is open over the list of people. */
export type PeopleDialog =
  | { is: 'type'; people: PersonLine[] }
  | { is: 'delete'; people: PersonLine[] }
  | { is: 'forget'; people: PersonLine[] }
  | { is: 'reassign'; person: PersonLine }
  | { is: 'removeData'; person: PersonLine }
  | { is: 'shareGuest'; person: PersonLine }
  | { is: 'resetFactor'; person: PersonLine }
  | { is: 'email'; person: PersonLine }
  | { is: 'quota'; people: PersonLine[] };
