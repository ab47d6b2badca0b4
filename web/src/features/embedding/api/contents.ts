// What is in the place on show, and new things: methods of managers (platform/11 §11.6). They answer with objects of the API.
import { api, type Schemas, unwrap } from '@/api/client';
import { type Method, stage } from '@/shared/embed';

export const getFolderInfo: Method = () => stage()?.folder() ?? null;
export const getFiles: Method = async () => (await stage()?.list())?.files ?? [];
export const getFolders: Method = async () => (await stage()?.list())?.folders ?? [];
export const getSelection: Method = () => stage()?.selection() ?? [];

export const getList: Method = async () => {
  const { folders = [], files = [] } = (await stage()?.list()) ?? {};
  return [...folders, ...files];
};

/** Most rooms of one answer, as the server has it. */
const MOST = 100;

export const getRooms: Method = async ({ count, page, search, sortBy, sortOrder }) => {
  const number = Math.min(Math.max(Number(count) || MOST, 1), MOST);
  const query = {
    count: number,
    startIndex: (Math.max(Number(page) || 1, 1) - 1) * number,
    ...(typeof sortBy === 'string' && { sortBy }),
    ...(sortOrder !== undefined && { sortOrder: sortOrder === 'ascending' ? (0 as const) : (1 as const) }),
    ...(typeof search === 'string' && search !== '' && { filterValue: search }),
  };
  const { folders } = await unwrap(api.GET('/api/2.0/files/rooms', { params: { query } }));
  return folders ?? [];
};

export const createFile: Method = ({ folderId, title, templateId, formId }) =>
  unwrap(
    api.POST('/api/2.0/files/{folderId}/file', {
      params: { path: { folderId: Number(folderId) } },
      body: {
        title: String(title ?? ''),
        ...(templateId !== undefined && templateId !== null && { templateId: templateId as number }),
        ...(formId !== undefined && formId !== null && { formId: Number(formId) }),
      } as Schemas['CreateFileJsonElement'],
    }),
  );

export const createFolder: Method = ({ parentFolderId, title }) =>
  unwrap(
    api.POST('/api/2.0/files/folder/{folderId}', {
      params: { path: { folderId: Number(parentFolderId) } },
      body: { title: String(title ?? '') },
    }),
  );

/** The server reads the room's type by its number and by its name. */
export const createRoom: Method = (wish) =>
  unwrap(api.POST('/api/2.0/files/rooms', { body: wish as Schemas['CreateRoomRequestDto'] }));

export const createTag: Method = ({ name }) =>
  unwrap(api.POST('/api/2.0/files/tags', { body: { name: String(name ?? '') } }));

export const addTagsToRoom: Method = ({ roomId, tags }) =>
  unwrap(
    api.PUT('/api/2.0/files/rooms/{id}/tags', {
      params: { path: { id: Number(roomId) } },
      body: { names: tags as string[] },
    }),
  );

export const removeTagsFromRoom: Method = ({ roomId, tags }) =>
  unwrap(
    api.DELETE('/api/2.0/files/rooms/{id}/tags', {
      params: { path: { id: Number(roomId) } },
      body: { names: tags as string[] },
    }),
  );
