import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import type { Start } from '../lib/selection';

/** A place that one has walked into. */
export interface Step {
  /** Null for My documents. */
  id: number | null;
  title: string;
  roomType?: number | null | undefined;
}

interface PathPart {
  id?: number | string;
  title?: string;
  roomType?: number | null;
}

/** The way from the start of a file selector down to where one is; `begin` names the folder to begin in. */
export function useTrail(start: Start, begin: unknown) {
  const { t } = useTranslation();
  const folderId = /^\d+$/.test(String(begin ?? '')) ? Number(begin) : null;
  const [walked, setWalked] = useState<Step[] | null>(null);
  const given = useQuery({
    queryKey: ['trail', folderId],
    enabled: folderId !== null,
    queryFn: async ({ signal }): Promise<Step[]> => {
      const query = { count: 1 };
      const { pathParts } = await unwrap(
        api.GET('/api/2.0/files/{folderId}', { params: { path: { folderId: folderId ?? 0 }, query }, signal }),
      );
      // The first one is the root of all rooms, or of one's own documents.
      const [root, ...rest] = (Array.isArray(pathParts) ? pathParts : []) as PathPart[];
      const inRooms = rest[0]?.roomType !== undefined && rest[0]?.roomType !== null;
      const parts = inRooms ? rest : [root, ...rest].filter((part) => part !== undefined);
      return parts.map(({ id, title, roomType }) => ({ id: Number(id), title: title ?? '', roomType }));
    },
    retry: false,
  });
  const mine: Step[] = start === 'userFolderOnly' ? [{ id: null, title: t('nav.documents') }] : [];
  const waiting: Step[] = folderId === null ? mine : [{ id: folderId, title: '…' }];
  const trail = walked ?? given.data ?? (given.isError ? mine : waiting);
  return {
    trail,
    walkInto: (step: Step) => setWalked([...trail, step]),
    /** Keeps so many steps. */
    walkBack: (steps: number) => setWalked(trail.slice(0, steps)),
  };
}
