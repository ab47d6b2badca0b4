// Whether an item is for somebody, on a device, for an entry (ai/50 §3 of the contract). A list that is absent asks nothing.
import type { ContextMenuItem, Device, FileItem, InfoPanelItem, Role } from './contract';

export interface Viewer {
  role: Role;
  device: Device;
}

/** An entry as filters see it. */
export interface Subject {
  kind: 'file' | 'folder' | 'room' | 'image' | 'video';
  extension: string;
  rights: Record<string, boolean | undefined>;
}

function among<T>(list: readonly T[] | undefined, one: T): boolean {
  return !Array.isArray(list) || list.length === 0 || list.includes(one);
}

function given(names: readonly string[] | undefined, rights: Record<string, boolean | undefined>): boolean {
  return !Array.isArray(names) || names.every((name) => rights[name] === true);
}

/** Whether somebody on some device is offered it. */
export function isFor(roles: Role[] | undefined, devices: Device[] | undefined, viewer: Viewer): boolean {
  return among(roles, viewer.role) && among(devices, viewer.device);
}

/** Whether an item of the context menu is for an entry in a folder of these rights. */
export function fits(item: ContextMenuItem, subject: Subject, folder: Subject['rights'], viewer: Viewer): boolean {
  return (
    isFor(item.usersTypes, item.devices, viewer) &&
    among(item.fileType, subject.kind) &&
    (subject.kind === 'folder' || subject.kind === 'room' || among(item.fileExt, subject.extension)) &&
    given(item.security, folder) &&
    given(item.itemSecurity, subject.rights)
  );
}

/** Whether a tab of the info panel is for an entry. */
export function tells(item: InfoPanelItem, subject: Subject, viewer: Viewer): boolean {
  return (
    isFor(item.usersTypes, item.devices, viewer) &&
    among(item.filesType, subject.kind) &&
    (subject.kind === 'folder' || subject.kind === 'room' || among(item.filesExsts, subject.extension))
  );
}

/** Whether a plugin opens a file. */
export function opens(item: FileItem, subject: Subject, folder: Subject['rights'], viewer: Viewer): boolean {
  return (
    item.extension === subject.extension &&
    isFor(item.usersType, item.devices, viewer) &&
    given(item.security, folder) &&
    given(item.fileSecurity, subject.rights)
  );
}

/** The role as plugins name it: the names lag one step behind those of accounts. */
export function roleOf(self: {
  isOwner?: boolean;
  isAdmin?: boolean;
  isCollaborator?: boolean;
  isVisitor?: boolean;
}): Role {
  if (self.isOwner) return 'Owner';
  if (self.isAdmin) return 'DocSpaceAdmin';
  if (self.isCollaborator) return 'Collaborator';
  return self.isVisitor ? 'User' : 'RoomAdmin';
}

/** The device by the width of its window. */
export function deviceOf(width: number): Device {
  if (width < 600) return 'mobile';
  return width < 1024 ? 'tablet' : 'desktop';
}
