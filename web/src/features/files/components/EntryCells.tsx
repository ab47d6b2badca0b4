import { useTranslation } from 'react-i18next';
import { formatMoment, formatSize, formatWhen } from '@/shared/lib/format';
import { IconFilter, IconLock, IconStarFilled } from '@/shared/ui/icons';
import type { Entry } from '../types';
import classes from './Entries.module.css';
import { RenameField } from './RenameField';

/** The columns of the list view. `who` differs: the author, or the place an entry comes from. */
export function useEntryHeadings(who: string) {
  const { t } = useTranslation();
  return [
    { id: 'name', label: t('entries.name') },
    { id: 'who', label: who, className: classes.author },
    { id: 'when', label: t('entries.updated'), className: classes.when },
    { id: 'size', label: t('entries.size'), className: classes.size },
  ];
}

/** Sets the widths of the columns. */
export const entryColumns = classes.list;

interface EntryCellsProps {
  entry: Entry;
  renaming: boolean;
  onRenamed: (title: string | null) => void;
}

export function EntryCells({ entry, renaming, onRenamed }: EntryCellsProps) {
  const { t } = useTranslation();
  const { title, updated, size, author, origin } = entry;
  const when = updated ? formatWhen(updated) : '';
  return (
    <>
      <div role="gridcell" className={classes.name}>
        {entry.order && !renaming && <span className={classes.order}>{entry.order}</span>}
        {renaming ? (
          <RenameField entry={entry} onDone={onRenamed} />
        ) : (
          <span className={classes.title} title={title} data-grip>
            {title}
          </span>
        )}
        {entry.fresh && <span className={classes.fresh} role="img" aria-label={t('entries.fresh')} />}
        {entry.favorite && (
          <IconStarFilled size={14} className={classes.star} aria-label={t('entries.favorite')} role="img" />
        )}
        {entry.locked && <IconLock size={14} aria-label={t('entries.locked')} role="img" />}
        {entry.ownFilter && <IconFilter size={14} aria-label={t('entries.ownFilter')} role="img" />}
        <span className={classes.small}>
          {[when, size === null ? '' : formatSize(size)].filter(Boolean).join(' · ')}
        </span>
      </div>
      <div role="gridcell" className={classes.author}>
        {origin || author}
      </div>
      <div role="gridcell" className={classes.when} title={updated ? formatMoment(updated) : undefined}>
        {when}
      </div>
      <div role="gridcell" className={classes.size}>
        {size === null ? <span aria-hidden>–</span> : formatSize(size)}
      </div>
    </>
  );
}
