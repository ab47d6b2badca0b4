// What the server will allow, so that the screen offers nothing it would refuse (contract: platform/05). The server
// decides; this only saves people a refusal.
import type { AnyType, PersonLine, PersonType } from '../types';

export interface Actor {
  id: string;
  type: AnyType;
}

const RANK: Record<AnyType, number> = { Guest: 1, User: 2, RoomAdmin: 3, DocSpaceAdmin: 4, Owner: 5 };

export function isAdmin(actor: Actor): boolean {
  return RANK[actor.type] >= RANK.DocSpaceAdmin;
}

/** Sees the lists of people and groups. */
export function managesPeople(actor: Actor): boolean {
  return RANK[actor.type] >= RANK.RoomAdmin;
}

/** The types somebody may invite others as, the strongest first. */
export function invitable(actor: Actor): PersonType[] {
  if (actor.type === 'Owner') return ['DocSpaceAdmin', 'RoomAdmin', 'User'];
  if (actor.type === 'DocSpaceAdmin') return ['RoomAdmin', 'User'];
  return actor.type === 'RoomAdmin' ? ['User'] : [];
}

/** The owner over everybody else, an administrator over those below. */
export function rulesOver(actor: Actor, target: PersonLine): boolean {
  if (actor.id === target.id || target.type === 'Owner') return false;
  return actor.type === 'Owner' || (actor.type === 'DocSpaceAdmin' && target.type !== 'DocSpaceAdmin');
}

export function mayResend(actor: Actor, target: PersonLine): boolean {
  if (!target.pending) return false;
  return isAdmin(actor) || (actor.type === 'RoomAdmin' && RANK[target.type] < RANK.RoomAdmin);
}

/** A guest one invited oneself; administrators see other people's guests, too. */
export function mayForget(actor: Actor, target: PersonLine, mine: boolean): boolean {
  if (target.type !== 'Guest' || target.status !== 'active' || !managesPeople(actor)) return false;
  return actor.type === 'RoomAdmin' || mine || target.createdBy?.id === actor.id;
}

/** Active administrators and room administrators can own rooms. */
export function mayReceive(target: PersonLine): boolean {
  return target.status === 'active' && RANK[target.type] >= RANK.RoomAdmin;
}

export type TypeChange = 'same' | 'atOnce' | 'handOver' | 'denied';

/** What giving somebody another type comes to. */
export function typeChange(actor: Actor, target: PersonLine, to: PersonType): TypeChange {
  if (actor.id === target.id || target.type === 'Owner' || target.disabled) return 'denied';
  const allowed =
    actor.type === 'Owner' ||
    (actor.type === 'DocSpaceAdmin' && target.type !== 'DocSpaceAdmin' && to !== 'DocSpaceAdmin') ||
    (actor.type === 'RoomAdmin' && target.type === 'Guest' && to === 'User');
  if (!allowed) return 'denied';
  if (target.type === to) return 'same';
  if (RANK[to] > RANK[target.type] || (target.type === 'DocSpaceAdmin' && to === 'RoomAdmin')) return 'atOnce';
  return 'handOver';
}

const TYPES: PersonType[] = ['DocSpaceAdmin', 'RoomAdmin', 'User', 'Guest'];

/** The types that all of these people may be given, and that would change something. */
export function typesFor(actor: Actor, targets: PersonLine[]): PersonType[] {
  return TYPES.filter((to) => {
    const changes = targets.map((target) => typeChange(actor, target, to));
    return !changes.includes('denied') && changes.some((change) => change !== 'same');
  });
}
