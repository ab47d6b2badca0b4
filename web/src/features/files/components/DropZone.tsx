import { Text } from '@mantine/core';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Dropped, readDrop } from '@/features/transfers';
import { IconUpload } from '@/shared/ui/icons';
import { type DropTarget, dropProps, isEntryDrag } from '../hooks/useEntryDrag';
import classes from './DropZone.module.css';

interface DropZoneProps {
  enabled: boolean;
  /** The folder's title, for the hint. */
  title: string;
  onDrop: (dropped: Dropped[]) => void;
  /** Where entries of other lists come that are dropped beside the folders; absent for nowhere. */
  entries?: DropTarget | undefined;
  children: ReactNode;
}

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files') && !isEntryDrag(event);

/** Files dropped anywhere on the list go into the folder. */
export function DropZone({ enabled, title, onDrop, entries, children }: DropZoneProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const depth = useRef(0);

  const enter = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth.current += 1;
    setOver(true);
  };
  const leave = () => {
    depth.current = Math.max(0, depth.current - 1);
    if (depth.current === 0) setOver(false);
  };
  const drop = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    if (enabled) void readDrop(event.dataTransfer).then(onDrop);
  };

  const inside = entries && dropProps(entries);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a target for the mouse; the Upload button does the same for the keyboard
    <div
      className={classes.zone}
      data-testid="drop-zone"
      onDragEnter={(event) => {
        enter(event);
        inside?.onDragEnter(event);
      }}
      onDragOver={(event) => {
        if (carriesFiles(event)) event.preventDefault();
        else inside?.onDragOver(event);
      }}
      onDragLeave={(event) => {
        leave();
        inside?.onDragLeave(event);
      }}
      onDrop={(event) => {
        drop(event);
        inside?.onDrop(event);
      }}
    >
      {children}
      {over && (
        <div className={classes.veil} data-refused={!enabled || undefined}>
          <IconUpload size={36} stroke={1.6} aria-hidden />
          <Text fw={600}>{enabled ? t('upload.dropHere', { title }) : t('upload.notHere')}</Text>
        </div>
      )}
    </div>
  );
}
