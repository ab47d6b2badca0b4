import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import i18n from 'i18next';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment, formatSize } from '@/shared/lib/format';
import { FactList } from '@/shared/ui';
import type { PersonLine } from '../types';

/** Facts about one person, as far as one may know them. */
export function PersonFacts({ person }: { person: PersonLine }) {
  const { t } = useTranslation();
  const facts: [label: string, value: ReactNode][] = [
    [
      t('people.email'),
      <Anchor key="mail" href={`mailto:${person.email}`}>
        {person.email}
      </Anchor>,
    ],
    [
      t('people.groups'),
      person.groups.length > 0 &&
        person.groups.map(({ id, name }, index) => (
          <Fragment key={id}>
            {index > 0 && ', '}
            <Anchor renderRoot={(props) => <Link to="/people/groups" search={{ group: id } as never} {...props} />}>
              {name}
            </Anchor>
          </Fragment>
        )),
    ],
    [t('people.invitedBy'), person.createdBy?.name],
    [t('people.since'), person.registered && formatMoment(person.registered)],
    [t('people.location'), person.location],
    [t('people.notes'), person.notes],
    ...person.contacts.map(({ type, value }): [string, ReactNode] => [
      t(`contact.${type as 'phone'}`, { defaultValue: type }),
      value,
    ]),
    [t('people.usedSpace'), person.usedSpace !== null && person.type !== 'Guest' && spaceText(person)],
    [
      t('people.secondFactor'),
      person.secondFactor !== null && t(person.secondFactor ? 'people.factorOn' : 'people.factorOff'),
    ],
  ];
  return <FactList facts={facts} />;
}

function spaceText({ usedSpace, quota }: PersonLine): string {
  const used = formatSize(usedSpace ?? 0);
  return quota !== null && quota >= 0 ? i18n.t('people.usedOf', { used, quota: formatSize(quota) }) : used;
}
