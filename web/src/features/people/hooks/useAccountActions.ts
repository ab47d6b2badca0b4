import { useTranslation } from 'react-i18next';
import type { Action } from '@/shared/list';
import { IconAt, IconDatabase, IconDeviceMobileOff, IconKey, IconLogout } from '@/shared/ui/icons';
import { useSendPasswordLink, useSignOutPeople } from '../api/account';
import { rulesOver } from '../lib/rights';
import type { PeopleDialog, PersonLine } from '../types';
import { useActor } from './useActor';

/** What administrators do for people's accounts: addresses, passwords, sessions, storage. */
export function useAccountActions(onDialog: (dialog: PeopleDialog) => void): (people: PersonLine[]) => Action[] {
  const { t } = useTranslation();
  const actor = useActor();
  const { mutate: sendPasswordLink } = useSendPasswordLink();
  const { mutate: signOut } = useSignOutPeople();

  return (people) => {
    const [first] = people;
    if (!first || !people.every((person) => rulesOver(actor, person))) return [];
    const single = people.length === 1;
    const active = people.every(({ status }) => status === 'active');
    const actions: (Action | false)[] = [
      single &&
        active && {
          id: 'email',
          label: t('people.changeEmail'),
          icon: IconAt,
          apart: true,
          run: () => onDialog({ is: 'email', person: first }),
        },
      single &&
        active && {
          id: 'password',
          label: t('people.sendPassword'),
          icon: IconKey,
          run: () => sendPasswordLink(first),
        },
      active && {
        id: 'signOut',
        label: t('people.signOut'),
        icon: IconLogout,
        run: () => signOut(people),
      },
      single &&
        first.secondFactor === true && {
          id: 'resetFactor',
          label: t('people.resetFactor'),
          icon: IconDeviceMobileOff,
          run: () => onDialog({ is: 'resetFactor', person: first }),
        },
      people.every(({ quota, type }) => quota !== null && type !== 'Guest') && {
        id: 'quota',
        label: t('people.setQuota'),
        icon: IconDatabase,
        run: () => onDialog({ is: 'quota', people }),
      },
    ];
    return actions.filter((action) => action !== false);
  };
}
