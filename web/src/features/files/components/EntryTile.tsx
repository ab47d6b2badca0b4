import { Checkbox } from '@mantine/core';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSize, formatWhen } from '@/shared/lib/format';
import { IconButton } from '@/shared/ui';
import { IconDots, IconStarFilled } from '@/shared/ui/icons';
import { inlineUrl } from '../api/download';
import type { Entry } from '../types';
import type { EntryHandlers } from './EntryGrid';
import classes from './EntryGrid.module.css';
import { FileIcon } from './FileIcon';
import { RenameField } from './RenameField';

interface EntryTileProps {
  entry: Entry;
  selected: boolean;
  reachable: boolean;
  renaming: boolean;
  choosing: boolean;
  handlers: EntryHandlers;
}

const LARGEST_DIRECT_PICTURE = 4 * 1024 * 1024;

export const EntryTile = memo(function EntryTile({
  entry,
  selected,
  reachable,
  renaming,
  choosing,
  handlers,
}: EntryTileProps) {
  const { t } = useTranslation();
  const { key, title, updated, size } = entry;
  return (
    <div
      role="gridcell"
      aria-selected={selected}
      data-key={key}
      data-choosing={choosing || undefined}
      tabIndex={reachable ? 0 : -1}
      className={classes.tile}
      {...handlers.rowProps(entry)}
    >
      <div className={classes.picture}>
        <Picture entry={entry} />
        <Checkbox
          className={classes.tileCheck}
          checked={selected}
          tabIndex={-1}
          aria-label={t('entries.choose', { name: title })}
          onChange={() => handlers.toggle(key)}
          onClick={(event) => event.stopPropagation()}
        />
        {entry.favorite && (
          <IconStarFilled size={16} className={classes.tileStar} role="img" aria-label={t('entries.favorite')} />
        )}
      </div>
      <div className={classes.tileFoot}>
        <div style={{ minWidth: 0, flex: 1 }}>
          {renaming ? (
            <RenameField entry={entry} onDone={(next) => handlers.renamed(entry, next)} />
          ) : (
            <span className={classes.tileTitle} title={title}>
              {title}
            </span>
          )}
          <span className={classes.tileSmall}>
            {[updated ? formatWhen(updated) : '', size === null ? '' : formatSize(size)].filter(Boolean).join(' · ')}
          </span>
        </div>
        <IconButton
          label={t('entries.actions', { name: title })}
          aria-haspopup="menu"
          size="md"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            handlers.menu(entry, event.currentTarget);
          }}
        >
          <IconDots size={17} />
        </IconButton>
      </div>
    </div>
  );
});

function Picture({ entry }: { entry: Entry }) {
  const [broken, setBroken] = useState(false);
  const direct = entry.kind === 'image' && (entry.size ?? 0) <= LARGEST_DIRECT_PICTURE ? inlineUrl(entry) : '';
  const source = entry.thumbnailUrl || direct;
  if (!source || broken) return <FileIcon kind={entry.kind} size={56} />;
  return <img src={source} alt="" loading="lazy" className={classes.thumbnail} onError={() => setBroken(true)} />;
}
