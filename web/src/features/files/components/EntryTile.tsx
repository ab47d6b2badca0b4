import { useTranslation } from 'react-i18next';
import { formatSize, formatWhen } from '@/shared/lib/format';
import { IconLock, IconStarFilled } from '@/shared/ui/icons';
import type { Entry } from '../types';
import classes from './Entries.module.css';
import { EntryPicture } from './EntryPicture';
import { RenameField } from './RenameField';

interface EntryTileProps {
  entry: Entry;
  renaming: boolean;
  onRenamed: (title: string | null) => void;
}

/** An entry as a picture with its title under it. */
export function EntryTile({ entry, renaming, onRenamed }: EntryTileProps) {
  const { t } = useTranslation();
  const { title, updated, size } = entry;
  return (
    <>
      <div className={classes.picture}>
        <EntryPicture entry={entry} size={56} fill />
        {entry.favorite && (
          <IconStarFilled size={16} className={classes.tileStar} role="img" aria-label={t('entries.favorite')} />
        )}
      </div>
      {entry.locked && <IconLock size={16} className={classes.tileLock} role="img" aria-label={t('entries.locked')} />}
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
