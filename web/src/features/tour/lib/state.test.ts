import { afterEach, expect, test } from 'vitest';
import type { Person } from '@/features/session';
import { endTour, isNewHere, startTour, step } from './state';
import { stepsFor } from './steps';

const NOW = new Date('2026-05-20T12:00:00Z');
const mia = { id: 'mia', registrationDate: '2026-05-19T08:00:00.0000000Z' } as Person;
const names = (person: object) => stepsFor(person as Person).map(({ name }) => name);

afterEach(() => localStorage.clear());

test('new people are shown around once, each for themselves', () => {
  expect(isNewHere(mia, NOW)).toBe(true);
  startTour();
  expect(step.get()).toBe(0);
  endTour(mia);
  expect(step.get()).toBeNull();
  expect(isNewHere(mia, NOW)).toBe(false);
  expect(isNewHere({ ...mia, id: 'ben' }, NOW)).toBe(true);
});

test('whoever has been here for a while is left alone', () => {
  expect(isNewHere({ ...mia, registrationDate: '2026-03-01T08:00:00.0000000Z' } as Person, NOW)).toBe(false);
});

test('something unreadable in the store means nobody', () => {
  localStorage.setItem('atrium-tour-seen', '{broken');
  expect(isNewHere(mia, NOW)).toBe(true);
  endTour(mia);
  expect(isNewHere(mia, NOW)).toBe(false);
});

test('people are shown what they may do', () => {
  expect(names({ isOwner: true })).toEqual(['welcome', 'rooms', 'create', 'search', 'invite', 'profile']);
  expect(names({ isRoomAdmin: true })).toEqual(names({ isAdmin: true }));
  expect(names({ isCollaborator: true })).toEqual(['welcome', 'rooms', 'documents', 'search', 'profile']);
  expect(names({ isVisitor: true })).toEqual(['welcome', 'rooms', 'search', 'profile']);
});
