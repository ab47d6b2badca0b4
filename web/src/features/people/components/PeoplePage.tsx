import { Button, Menu, Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, PageHeader } from '@/shared/ui';
import { IconChevronDown, IconUserPlus, IconUsersGroup } from '@/shared/ui/icons';
import { useActor } from '../hooks/useActor';
import { invitable, isAdmin } from '../lib/rights';
import type { PersonType } from '../types';
import { AddPersonDialog } from './AddPersonDialog';
import { GroupDialog } from './GroupDialog';
import { GroupsList } from './GroupsList';
import { PeopleList } from './PeopleList';

export type PeopleTab = 'people' | 'groups' | 'guests';

const PATHS = { people: '/people', groups: '/people/groups', guests: '/people/guests' } as const;

interface PeoplePageProps {
  tab: PeopleTab;
  /** The dialog that invites people of these types. */
  invite: (types: PersonType[], onClose: () => void) => ReactNode;
}

/** Everybody with an account in this space, the groups they are in, and the guests of its rooms. */
export function PeoplePage({ tab, invite }: PeoplePageProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const actor = useActor();
  const admin = isAdmin(actor);
  const types = invitable(actor);
  const [dialog, setDialog] = useState<'invite' | 'add' | 'group' | null>(null);
  const close = () => setDialog(null);

  const inviteButton = (
    <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setDialog('invite')}>
      {t('invite.open')}
    </Button>
  );

  return (
    <>
      <PageHeader
        title={t('nav.people')}
        actions={
          <>
            {types.length > 0 && inviteButton}
            {admin && <AddMenu onAdd={() => setDialog('add')} onGroup={() => setDialog('group')} />}
          </>
        }
      />
      <Tabs value={tab} onChange={(next) => void navigate({ to: PATHS[next as PeopleTab] })} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="people">{t('people.tabPeople')}</Tabs.Tab>
          <Tabs.Tab value="groups">{t('people.groups')}</Tabs.Tab>
          <Tabs.Tab value="guests">{t('people.guests')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people">
          <PeopleList
            area="people"
            empty={
              <EmptyState art="people" title={t('people.empty')} hint={t('people.emptyHint')}>
                {types.length > 0 && inviteButton}
              </EmptyState>
            }
          />
        </Tabs.Panel>
        <Tabs.Panel value="groups">
          <GroupsList mayEdit={admin} onCreate={() => setDialog('group')} />
        </Tabs.Panel>
        <Tabs.Panel value="guests">
          <PeopleList
            area="guests"
            empty={<EmptyState art="people" title={t('people.noGuests')} hint={t('people.noGuestsHint')} />}
          />
        </Tabs.Panel>
      </Tabs>
      {dialog === 'invite' && invite(types, close)}
      {dialog === 'add' && <AddPersonDialog onClose={close} />}
      {dialog === 'group' && <GroupDialog id={null} onClose={close} />}
    </>
  );
}

function AddMenu({ onAdd, onGroup }: { onAdd: () => void; onGroup: () => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
          {t('people.addMenu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUserPlus size={17} stroke={1.7} aria-hidden />} onClick={onAdd}>
          {t('people.add')}
        </Menu.Item>
        <Menu.Item leftSection={<IconUsersGroup size={17} stroke={1.7} aria-hidden />} onClick={onGroup}>
          {t('groups.create')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
