import { useState } from 'react';
import { inlineUrl } from '../api/download';
import type { Entry, FileKind } from '../types';
import classes from './EntryPicture.module.css';
import { FileIcon } from './FileIcon';

/** Larger ones are not fetched whole for a small picture. */
const LARGEST_DIRECT_PICTURE = 4 * 1024 * 1024;

/** The small picture of an entry's content; of an image that none is made of, the image itself. */
function sourceOf(entry: Entry): string {
  if (entry.thumbnailUrl) return entry.thumbnailUrl;
  const direct = entry.thumbnail === 'none' && entry.kind === 'image' && (entry.size ?? 0) <= LARGEST_DIRECT_PICTURE;
  return direct ? inlineUrl(entry) : '';
}

interface EntryPictureProps {
  entry: Entry;
  /** Pixels of the icon, and of a square picture. */
  size: number;
  /** Fills what is around it instead of being a square. */
  fill?: boolean;
}

/** A page of text cannot be read as a square of a row; its kind can. */
const PAGES: FileKind[] = ['document', 'spreadsheet', 'text', 'pdf'];

/** What an entry looks like: its content, or the sign of its kind until there is a picture and where there is none. */
export function EntryPicture({ entry, size, fill = false }: EntryPictureProps) {
  const page = PAGES.includes(entry.kind);
  const source = page && !fill ? '' : sourceOf(entry);
  const [broken, setBroken] = useState('');
  if (!source || broken === source)
    return (
      <span className={classes.sign} data-making={(fill && entry.thumbnail === 'making') || undefined}>
        <FileIcon kind={entry.kind} size={size} />
      </span>
    );
  const picture = (
    <img
      src={source}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      className={classes.picture}
      data-fill={fill || undefined}
      data-page={page || undefined}
      style={fill ? undefined : { width: size, height: size }}
      onError={() => setBroken(source)}
    />
  );
  if (!fill || entry.kind === 'image') return picture;
  return (
    <>
      {picture}
      <span className={classes.badge}>
        <FileIcon kind={entry.kind} size={26} />
      </span>
    </>
  );
}
