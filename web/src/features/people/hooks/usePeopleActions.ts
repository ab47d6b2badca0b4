import { useTranslation } from 'react-i18next';
import type { Action } from '@/shared/list';
import {
  IconArrowsExchange,
  IconEraser,
  IconInfoCircle,
  IconMailForward,
  IconShare,
  IconTrash,
  IconUserCheck,
  IconUserCog,
  IconUserMinus,
  IconUserOff,
} from '@/shared/ui/icons';
import { useResend } from '../api/remove';
import { useSetStatus } from '../api/status';
import { isAdmin, managesPeople, mayForget, mayResend, rulesOver, typesFor } from '../lib/rights';
import type { PeopleDialog, PersonLine } from '../types';
import { useAccountActions } from './useAccountActions';
import { useActor } from './useActor';

interface Options {
  /** The list shows only people whom one invited oneself. */
  mine: boolean;
  onOpen: (person: PersonLine) => void;
  onDialog: (dialog: PeopleDialog) => void;
}

/** The verbs for chosen people, as the caller's rights allow. */
export function usePeopleActions({ mine, onOpen, onDialog }: Options): (people: PersonLine[]) => Action[] {
  const { t } = useTranslation();
  const actor = useActor();
  const { mutate: setStatus } = useSetStatus();
  const { mutate: resend } = useResend();
  const accountActions = useAccountActions(onDialog);

  return (people) => {
    const [first] = people;
    if (!first) return [];
    const single = people.length === 1;
    const ruled = people.every((person) => rulesOver(actor, person));
    const pending = people.every((person) => person.pending);
    const actions: (Action | false)[] = [
      single && {
        id: 'open',
        label: t('people.details'),
        icon: IconInfoCircle,
        shortcut: '↵',
        run: () => onOpen(first),
      },
      people.every((person) => mayResend(actor, person)) && {
        id: 'resend',
        label: t('people.resend'),
        icon: IconMailForward,
        run: () => resend(people),
      },
      typesFor(actor, people).length > 0 && {
        id: 'type',
        label: t('people.changeType'),
        icon: IconUserCog,
        run: () => onDialog({ is: 'type', people }),
      },
      single &&
        first.type === 'Guest' &&
        first.status === 'active' &&
        managesPeople(actor) && {
          id: 'share',
          label: t('people.shareGuest'),
          icon: IconShare,
          run: () => onDialog({ is: 'shareGuest', person: first }),
        },
      ruled &&
        people.every(({ disabled }) => disabled) && {
          id: 'enable',
          label: t('people.enable'),
          icon: IconUserCheck,
          run: () => setStatus({ people, enable: true }),
        },
      ruled &&
        people.every(({ status }) => status === 'active') && {
          id: 'disable',
          label: t('people.disable'),
          icon: IconUserOff,
          run: () => setStatus({ people, enable: false }),
        },
      single &&
        ruled &&
        first.disabled && {
          id: 'reassign',
          label: t('people.reassign'),
          icon: IconArrowsExchange,
          run: () => onDialog({ is: 'reassign', person: first }),
        },
      single &&
        ruled &&
        first.disabled && {
          id: 'removeData',
          label: t('people.removeData'),
          icon: IconEraser,
          run: () => onDialog({ is: 'removeData', person: first }),
        },
      ...accountActions(people),
      people.every((person) => mayForget(actor, person, mine)) && {
        id: 'forget',
        label: t('people.forget'),
        icon: IconUserMinus,
        apart: true,
        danger: true,
        ...(!isAdmin(actor) && { shortcut: 'Del' }),
        run: () => onDialog({ is: 'forget', people }),
      },
      ruled && {
        id: 'delete',
        label: t(pending ? 'people.revoke' : 'people.delete'),
        icon: IconTrash,
        shortcut: 'Del',
        danger: true,
        apart: true,
        run: () => onDialog({ is: 'delete', people }),
      },
    ];
    return actions.filter((action) => action !== false);
  };
}
