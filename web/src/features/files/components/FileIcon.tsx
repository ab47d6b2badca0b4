import type { Icon } from '@tabler/icons-react';
import {
  IconFile,
  IconFileDescription,
  IconFileText,
  IconFileTypePdf,
  IconFileZip,
  IconFolder,
  IconMovie,
  IconMusic,
  IconPhoto,
  IconPresentation,
  IconTable,
} from '@/shared/ui/icons';
import type { FileKind } from '../types';
import classes from './FileIcon.module.css';

const ICONS: Record<FileKind, Icon> = {
  folder: IconFolder,
  document: IconFileText,
  spreadsheet: IconTable,
  presentation: IconPresentation,
  pdf: IconFileTypePdf,
  image: IconPhoto,
  video: IconMovie,
  audio: IconMusic,
  archive: IconFileZip,
  text: IconFileDescription,
  other: IconFile,
};

interface FileIconProps {
  kind: FileKind;
  size?: number;
}

/** The kind of an entry as a small coloured tile. */
export function FileIcon({ kind, size = 32 }: FileIconProps) {
  const Glyph = ICONS[kind];
  return (
    <span className={classes.tile} data-kind={kind} style={{ width: size, height: size }} aria-hidden="true">
      <Glyph size={Math.round(size * 0.6)} stroke={1.7} />
    </span>
  );
}
