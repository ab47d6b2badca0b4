import { useTranslation } from 'react-i18next';
import { formatMoment, formatSize, formatWhen } from '@/shared/lib/format';
import type { Column } from '@/shared/list';
import { IconFilter, IconLock, IconStarFilled } from '@/shared/ui/icons';
import type { Entry } from '../types';
import classes from './Entries.module.css';
import { RenameField } from './RenameField';

/** The columns of the list view. `who` differs: the author, or the place an entry comes from. */
export function useEntryColumns(who: string): Column[] {
  const { t } = useTranslation();
  const usual = true;
  return [
    { id: 'name', label: t('entries.name'), names: ['name'], track: 'minmax(0, 1fr)', usual },
    { id: 'who', label: who, className: classes.author, names: ['author', 'owner', 'room'], track: '10rem', usual },
    { id: 'kind', label: t('info.kind'), className: classes.fact, names: ['type'], track: '8rem', usual: false },
    {
      id: 'created',
      label: t('info.created'),
      className: classes.fact,
      names: ['created'],
      track: '8rem',
      usual: false,
    },
    {
      id: 'when',
      label: t('entries.updated'),
      className: classes.when,
      names: ['modified', 'activity', 'dateandtime'],
      track: '8rem',
      usual,
    },
    { id: 'size', label: t('entries.size'), className: classes.size, names: ['size'], track: '6rem', usual },
  ];
}

/** Sets the widths of the columns. */
export const entryColumns = classes.list;

interface EntryCellsProps {
  entry: Entry;
  columns: Column[];
  renaming: boolean;
  onRenamed: (title: string | null) => void;
}

export function EntryCells({ entry, columns, renaming, onRenamed }: EntryCellsProps) {
  const { t } = useTranslation();
  const { title, updated, size } = entry;
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
      {columns.slice(1).map(({ id, className }) => (
        <div key={id} role="gridcell" className={className} title={momentOf(entry, id)}>
          <Fact entry={entry} id={id} />
        </div>
      ))}
    </>
  );
}

function momentOf({ updated, created }: Entry, id: string): string | undefined {
  const moment = id === 'when' ? updated : id === 'created' ? created : null;
  return moment ? formatMoment(moment) : undefined;
}

function Fact({ entry, id }: { entry: Entry; id: string }) {
  const { t } = useTranslation();
  const { updated, created, size, author, origin, kind } = entry;
  if (id === 'who') return origin || author;
  if (id === 'kind') return t(`kind.${kind}`);
  if (id === 'created') return created ? formatWhen(created) : '';
  if (id === 'when') return updated ? formatWhen(updated) : '';
  return size === null ? <span aria-hidden>–</span> : formatSize(size);
}
