import { Checkbox } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment, formatSize, formatWhen } from '@/shared/lib/format';
import { IconButton } from '@/shared/ui';
import { IconDots, IconLock, IconStarFilled } from '@/shared/ui/icons';
import type { Entry } from '../types';
import type { EntryHandlers } from './EntryGrid';
import classes from './EntryGrid.module.css';
import { FileIcon } from './FileIcon';
import { RenameField } from './RenameField';

interface EntryRowProps {
  entry: Entry;
  index: number;
  selected: boolean;
  reachable: boolean;
  renaming: boolean;
  choosing: boolean;
  handlers: EntryHandlers;
}

export const EntryRow = memo(function EntryRow({
  entry,
  index,
  selected,
  reachable,
  renaming,
  choosing,
  handlers,
}: EntryRowProps) {
  const { t } = useTranslation();
  const { key, title, updated, size, author, origin } = entry;
  const when = updated ? formatWhen(updated) : '';
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-key={key}
      data-choosing={choosing || undefined}
      tabIndex={reachable ? 0 : -1}
      className={classes.row}
      {...handlers.rowProps(entry)}
    >
      <div role="gridcell" className={classes.pick}>
        <FileIcon kind={entry.kind} size={34} />
        <Checkbox
          className={classes.check}
          checked={selected}
          tabIndex={-1}
          aria-label={t('entries.choose', { name: title })}
          onChange={() => handlers.toggle(key)}
          onClick={(event) => event.stopPropagation()}
        />
      </div>
      <div role="gridcell" className={classes.name}>
        {renaming ? (
          <RenameField entry={entry} onDone={(next) => handlers.renamed(entry, next)} />
        ) : (
          <span className={classes.title} title={title}>
            {title}
          </span>
        )}
        {entry.fresh && <span className={classes.fresh} role="img" aria-label={t('entries.fresh')} />}
        {entry.favorite && (
          <IconStarFilled size={14} className={classes.star} aria-label={t('entries.favorite')} role="img" />
        )}
        {entry.locked && <IconLock size={14} aria-label={t('entries.locked')} role="img" />}
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
      <div role="gridcell" className={classes.more}>
        <IconButton
          label={t('entries.actions', { name: title })}
          aria-haspopup="menu"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            handlers.menu(entry, event.currentTarget);
          }}
        >
          <IconDots size={18} />
        </IconButton>
      </div>
    </div>
  );
});
