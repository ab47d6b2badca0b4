import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSize, formatWhen } from '@/shared/lib/format';
import { IconStarFilled } from '@/shared/ui/icons';
import { inlineUrl } from '../api/download';
import type { Entry } from '../types';
import classes from './Entries.module.css';
import { FileIcon } from './FileIcon';
import { RenameField } from './RenameField';

interface EntryTileProps {
  entry: Entry;
  renaming: boolean;
  onRenamed: (title: string | null) => void;
}

const LARGEST_DIRECT_PICTURE = 4 * 1024 * 1024;

/** An entry as a picture with its title under it. */
export function EntryTile({ entry, renaming, onRenamed }: EntryTileProps) {
  const { t } = useTranslation();
  const { title, updated, size } = entry;
  return (
    <>
      <div className={classes.picture}>
        <Picture entry={entry} />
        {entry.favorite && (
          <IconStarFilled size={16} className={classes.tileStar} role="img" aria-label={t('entries.favorite')} />
        )}
      </div>
      <div className={classes.tileFoot}>
        {renaming ? (
          <RenameField entry={entry} onDone={onRenamed} />
        ) : (
          <span className={classes.tileTitle} title={title}>
            {title}
          </span>
        )}
        <span className={classes.tileSmall}>
          {[updated ? formatWhen(updated) : '', size === null ? '' : formatSize(size)].filter(Boolean).join(' · ')}
        </span>
      </div>
    </>
  );
}

function Picture({ entry }: { entry: Entry }) {
  const [broken, setBroken] = useState(false);
  const direct = entry.kind === 'image' && (entry.size ?? 0) <= LARGEST_DIRECT_PICTURE ? inlineUrl(entry) : '';
  const source = entry.thumbnailUrl || direct;
  if (!source || broken) return <FileIcon kind={entry.kind} size={56} />;
  return (
    <img
      src={source}
      alt=""
      loading="lazy"
      draggable={false}
      className={classes.thumbnail}
      onError={() => setBroken(true)}
    />
  );
}
