import { useTranslation } from 'react-i18next';
import type { GroupLine } from '../types';
import classes from './PeopleList.module.css';

/** What the list says of one group. */
export function GroupCells({ group }: { group: GroupLine }) {
  const { t } = useTranslation();
  const size = t('groups.size', { count: group.members });
  return (
    <>
      <div role="gridcell" className={classes.who}>
        <div className={classes.title} title={group.name}>
          {group.name}
        </div>
        <div className={classes.small}>{[size, group.manager?.name].filter(Boolean).join(' · ')}</div>
      </div>
      <div role="gridcell" className={`${classes.cell} ${classes.middle}`}>
        {group.manager?.name}
      </div>
      <div role="gridcell" className={`${classes.cell} ${classes.middle}`}>
        {size}
      </div>
    </>
  );
}
