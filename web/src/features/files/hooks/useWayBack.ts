import { useNavigate } from '@tanstack/react-router';
import { handles, tell, useFrame } from '@/shared/embed';
import type { Entry } from '../types';

/** From a file back to its folder; in a frame as the page around it wishes, which may be: not at all. */
export function useWayBack({ parentId, inRooms }: Pick<Entry, 'parentId' | 'inRooms'>): (() => void) | null {
  const navigate = useNavigate();
  const frame = useFrame();
  const toFolder = () => {
    const params = { folderId: String(parentId) };
    if (inRooms) void navigate({ to: '/rooms/$folderId', params });
    else void navigate({ to: '/documents/$folderId', params });
  };
  if (!frame) return toFolder;
  const alone = frame.mode === 'editor' || frame.mode === 'viewer';
  if (handles('onEditorCloseCallback'))
    return () => {
      tell('onEditorCloseCallback');
      if (!alone) toFolder();
    };
  return alone && frame.editorGoBack === false ? null : toFolder;
}
