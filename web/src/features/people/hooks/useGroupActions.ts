import { useTranslation } from 'react-i18next';
import type { Action } from '@/shared/list';
import { IconInfoCircle, IconPencil, IconTrash } from '@/shared/ui/icons';
import type { GroupLine } from '../types';

/** The one dialog that is open over the list of groups. */
export type GroupDialogState = { is: 'edit'; id: string | null } | { is: 'delete'; groups: GroupLine[] };

interface Options {
  mayEdit: boolean;
  onOpen: (group: GroupLine) => void;
  onDialog: (dialog: GroupDialogState) => void;
}

/** The verbs for chosen groups. */
export function useGroupActions({ mayEdit, onOpen, onDialog }: Options): (groups: GroupLine[]) => Action[] {
  const { t } = useTranslation();
  return (groups) => {
    const [first] = groups;
    if (!first) return [];
    const single = groups.length === 1;
    const actions: (Action | false)[] = [
      single && {
        id: 'open',
        label: t('groups.show'),
        icon: IconInfoCircle,
        shortcut: '↵',
        run: () => onOpen(first),
      },
      single &&
        mayEdit && {
          id: 'rename',
          label: t('groups.edit'),
          icon: IconPencil,
          shortcut: 'F2',
          run: () => onDialog({ is: 'edit', id: first.id }),
        },
      mayEdit && {
        id: 'delete',
        label: t('groups.delete'),
        icon: IconTrash,
        shortcut: 'Del',
        danger: true,
        apart: true,
        run: () => onDialog({ is: 'delete', groups }),
      },
    ];
    return actions.filter((action) => action !== false);
  };
}
