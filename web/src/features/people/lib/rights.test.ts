import { describe, expect, test } from 'vitest';
import type { AnyType, PersonLine, PersonStatus } from '../types';
import { type Actor, invitable, mayForget, mayReceive, mayResend, rulesOver, typeChange, typesFor } from './rights';

const actor = (type: AnyType): Actor => ({ id: 'me', type });
const person = (type: AnyType, status: PersonStatus = 'active', createdBy = 'other'): PersonLine => ({
  key: 'x',
  id: 'x',
  name: 'X',
  email: 'x@atrium.example',
  type,
  status,
  pending: status === 'pending',
  disabled: status === 'disabled',
  avatar: '',
  avatarLarge: '',
  groups: [],
  createdBy: { id: createdBy, name: '' },
  registered: null,
  contacts: [],
  location: '',
  notes: '',
  usedSpace: null,
  quota: null,
  customQuota: false,
  secondFactor: null,
});

describe('rights over people', () => {
  test('administrators rule over those below them, nobody over the owner or themselves', () => {
    expect(rulesOver(actor('Owner'), person('DocSpaceAdmin'))).toBe(true);
    expect(rulesOver(actor('DocSpaceAdmin'), person('DocSpaceAdmin'))).toBe(false);
    expect(rulesOver(actor('DocSpaceAdmin'), person('RoomAdmin'))).toBe(true);
    expect(rulesOver(actor('DocSpaceAdmin'), person('Owner'))).toBe(false);
    expect(rulesOver(actor('RoomAdmin'), person('Guest'))).toBe(false);
    expect(rulesOver({ id: 'x', type: 'Owner' }, person('DocSpaceAdmin'))).toBe(false);
  });

  test('one invites types below oneself', () => {
    expect(invitable(actor('Owner'))).toEqual(['DocSpaceAdmin', 'RoomAdmin', 'User']);
    expect(invitable(actor('DocSpaceAdmin'))).toEqual(['RoomAdmin', 'User']);
    expect(invitable(actor('RoomAdmin'))).toEqual(['User']);
    expect(invitable(actor('User'))).toEqual([]);
  });

  test('going up is done at once, going down hands rooms over', () => {
    expect(typeChange(actor('Owner'), person('User'), 'RoomAdmin')).toBe('atOnce');
    expect(typeChange(actor('Owner'), person('DocSpaceAdmin'), 'RoomAdmin')).toBe('atOnce');
    expect(typeChange(actor('Owner'), person('RoomAdmin'), 'User')).toBe('handOver');
    expect(typeChange(actor('Owner'), person('User', 'disabled'), 'RoomAdmin')).toBe('denied');
    expect(typeChange(actor('DocSpaceAdmin'), person('User'), 'DocSpaceAdmin')).toBe('denied');
    expect(typeChange(actor('RoomAdmin'), person('Guest'), 'User')).toBe('atOnce');
    expect(typeChange(actor('RoomAdmin'), person('User'), 'Guest')).toBe('denied');
  });

  test('only types that change somebody and that all may get are offered', () => {
    expect(typesFor(actor('Owner'), [person('User'), person('RoomAdmin')])).toEqual([
      'DocSpaceAdmin',
      'RoomAdmin',
      'User',
      'Guest',
    ]);
    expect(typesFor(actor('Owner'), [person('User')])).toEqual(['DocSpaceAdmin', 'RoomAdmin', 'Guest']);
    expect(typesFor(actor('DocSpaceAdmin'), [person('DocSpaceAdmin'), person('User')])).toEqual([]);
  });

  test('invitations are sent again to those who have not come', () => {
    expect(mayResend(actor('RoomAdmin'), person('User', 'pending'))).toBe(true);
    expect(mayResend(actor('RoomAdmin'), person('RoomAdmin', 'pending'))).toBe(false);
    expect(mayResend(actor('Owner'), person('User'))).toBe(false);
  });

  test('one forgets guests of one’s own', () => {
    expect(mayForget(actor('RoomAdmin'), person('Guest'), false)).toBe(true);
    expect(mayForget(actor('Owner'), person('Guest'), false)).toBe(false);
    expect(mayForget(actor('Owner'), person('Guest', 'active', 'me'), false)).toBe(true);
    expect(mayForget(actor('Owner'), person('Guest', 'disabled', 'me'), false)).toBe(false);
  });

  test('rooms go to active administrators', () => {
    expect(mayReceive(person('RoomAdmin'))).toBe(true);
    expect(mayReceive(person('RoomAdmin', 'disabled'))).toBe(false);
    expect(mayReceive(person('User'))).toBe(false);
  });
});
