import { useTranslation } from 'react-i18next';
import classes from './EntryGrid.module.css';

/** The columns of the list view. `who` differs: the author, or the place an entry comes from. */
export function EntryHeading({ who }: { who: string }) {
  const { t } = useTranslation();
  return (
    <div role="row" aria-rowindex={1} className={classes.heading}>
      <span role="columnheader" className={classes.headingName}>
        {t('entries.name')}
      </span>
      <span role="columnheader" className={classes.author}>
        {who}
      </span>
      <span role="columnheader" className={classes.when}>
        {t('entries.updated')}
      </span>
      <span role="columnheader" className={classes.size}>
        {t('entries.size')}
      </span>
      <span />
    </div>
  );
}
