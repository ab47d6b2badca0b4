import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatWhen } from '@/shared/lib/format';
import type { Area, PersonLine } from '../types';
import classes from './PeopleList.module.css';

/** What the list says of one person. */
export function PersonCells({ person, area }: { person: PersonLine; area: Area }) {
  const { t } = useTranslation();
  const type = t(`personType.${person.type}`);
  return (
    <>
      <div role="gridcell" className={classes.name}>
        <div className={classes.who}>
          <div className={classes.title} data-faded={person.disabled || undefined} title={person.name}>
            {person.name}
          </div>
          <div className={classes.small}>
            {[area === 'people' && type, person.email !== person.name && person.email].filter(Boolean).join(' · ')}
          </div>
        </div>
        {person.pending && (
          <Badge color="clay" style={{ flex: 'none' }}>
            {t('members.pending')}
          </Badge>
        )}
        {person.disabled && (
          <Badge color="gray" style={{ flex: 'none' }}>
            {t('people.disabled')}
          </Badge>
        )}
      </div>
      <div role="gridcell" className={`${classes.cell} ${classes.middle}`} title={person.email}>
        {person.email}
      </div>
      {area === 'people' ? (
        <>
          <div role="gridcell" className={`${classes.cell} ${classes.middle}`}>
            {type}
          </div>
          <div role="gridcell" className={`${classes.cell} ${classes.wide}`}>
            {person.groups.map(({ name }) => name).join(', ')}
          </div>
        </>
      ) : (
        <>
          <div role="gridcell" className={`${classes.cell} ${classes.wide}`}>
            {person.createdBy?.name}
          </div>
          <div role="gridcell" className={`${classes.cell} ${classes.middle}`}>
            {person.registered ? formatWhen(person.registered) : ''}
          </div>
        </>
      )}
    </>
  );
}
