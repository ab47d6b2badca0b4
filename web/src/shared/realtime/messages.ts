import type { Schemas } from '@/api/client';

/** An entry appeared in, changed in or left a list that somebody has open. */
export interface EntryMessage {
  cmd: 'create' | 'update' | 'delete';
  id: number;
  type: 'file' | 'folder';
  /** The entry in short, as JSON text; empty for what is gone. */
  data: string;
}

/** What the server tells, by name. Only what the app listens to. */
export interface Messages {
  's:modify-folder': EntryMessage;
  /** The number of a folder to be read anew. */
  'refresh-folder': number;
  's:update-history': { id: number; type: 'file' | 'folder' };
  's:markasnew-folder': { folderId: number; count: number };
  's:change-access-rights-file': { id: number };
  's:change-access-rights-folder': { id: number };
  's:operation': Schemas['FileOperationDto'];
  's:change-web-plugin': { webPluginName: string; enabled: boolean };
  's:change-my-type': { id: string };
  's:logout-session': { loginEventId: number; redirectUrl: string | null };
  /** How far encrypting or decrypting the space's files is. */
  's:encryption-progress': { percentage: number; error: string };
  's:add-user': { id: string };
  's:update-user': { id: string };
  's:delete-user': string;
  's:add-guest': { id: string };
  's:update-guest': { id: string };
  's:delete-guest': string;
  's:add-group': { id: string };
  's:update-group': { id: string };
  's:delete-group': string;
}

export type MessageName = keyof Messages;
