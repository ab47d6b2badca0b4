// Which roles a room of each type knows (contract: files/02 §2).

export type Access = 2 | 5 | 6 | 7 | 9 | 10 | 11;
type RoomType = 1 | 2 | 5 | 6 | 8;

/** Strongest first. */
const MEMBER_ROLES: Record<RoomType, Access[]> = {
  1: [9, 11, 7],
  2: [9, 11, 10, 2],
  5: [9, 11, 10, 5, 6, 2],
  6: [9, 11],
  8: [9, 11, 10, 7, 2],
};

/** Roles that a link may give to whoever joins by it. */
export const INVITATION_ROLES: Record<RoomType, Access[]> = {
  1: [11, 7],
  2: [11, 10, 2],
  5: [11, 10, 5, 6, 2],
  6: [11, 2],
  8: [11, 10, 7, 2],
};

interface RolePlace {
  type: RoomType;
  template?: boolean;
}

/** The roles people may have in a room; whoever has one in a template may use it. */
export function rolesIn({ type, template }: RolePlace): Access[] {
  return template ? [2] : MEMBER_ROLES[type];
}

/** What a newly invited person gets unless one chooses. */
export function usualRole(room: RolePlace): Access {
  const roles = rolesIn(room);
  return roles.includes(10) ? 10 : (roles[roles.length - 1] ?? 2);
}
