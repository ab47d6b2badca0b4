import type { Schemas } from '@/api/client';
import { parseDate } from '@/shared/lib/format';
import type { AnyType, GroupDetails, GroupLine, PersonLine, PersonStatus } from '../types';

const DISABLED = 2;
const PENDING = 4;

/** The one type the flags of the contract stand for. */
export function typeOf(person: Schemas['EmployeeFullDto']): AnyType {
  if (person.isOwner) return 'Owner';
  if (person.isAdmin) return 'DocSpaceAdmin';
  if (person.isVisitor) return 'Guest';
  return person.isCollaborator ? 'User' : 'RoomAdmin';
}

function statusOf(status: number | undefined): PersonStatus {
  if (status === DISABLED) return 'disabled';
  return status === PENDING ? 'pending' : 'active';
}

export function toLine(person: Schemas['EmployeeFullDto']): PersonLine {
  const status = statusOf(person.status);
  const { createdBy } = person;
  return {
    key: person.id ?? '',
    id: person.id ?? '',
    name: person.displayName || person.email || '',
    email: person.email ?? '',
    type: typeOf(person),
    status,
    pending: status === 'pending',
    disabled: status === 'disabled',
    avatar: person.hasAvatar ? (person.avatar ?? '') : '',
    avatarLarge: person.hasAvatar ? (person.avatarMax ?? '') : '',
    groups: (person.groups ?? []).map(({ id, name }) => ({ id: id ?? '', name: name ?? '' })),
    createdBy: createdBy?.id ? { id: createdBy.id, name: createdBy.displayName ?? '' } : null,
    registered: parseDate(person.registrationDate),
    contacts: (person.contacts ?? []).map(({ type, value }) => ({ type: type ?? '', value: value ?? '' })),
    location: person.location ?? '',
    notes: person.notes ?? '',
    usedSpace: person.usedSpace ?? null,
    quota: person.quotaLimit ?? null,
    customQuota: person.isCustomQuota ?? false,
    secondFactor: person.tfaAppEnabled ?? null,
  };
}

export function toGroup(group: Schemas['GroupDto']): GroupLine {
  const { manager } = group;
  return {
    key: group.id,
    id: group.id,
    name: group.name ?? '',
    manager: manager?.id ? { id: manager.id, name: manager.displayName ?? '' } : null,
    members: group.membersCount ?? 0,
  };
}

export function toGroupDetails(group: Schemas['GroupDto']): GroupDetails {
  return { ...toGroup(group), people: (group.members ?? []).map(toLine) };
}
