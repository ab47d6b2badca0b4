import type { CSSProperties } from 'react';
import { initials } from '@/shared/lib/format';
import { gradient } from '../lib/color';
import type { Room } from '../types';
import classes from './RoomCover.module.css';

interface RoomCoverProps {
  room: Pick<Room, 'title' | 'color' | 'cover' | 'picture'>;
  /** A band for cards, a small tile elsewhere. */
  shape: 'band' | 'tile';
  size?: number;
}

/** The face of a room: its picture, or its colour as light through arches with the cover icon or initials. */
export function RoomCover({ room, shape, size = 44 }: RoomCoverProps) {
  const [from, to] = gradient(room.color);
  const style = {
    '--from': from,
    '--to': to,
    ...(shape === 'tile' && { width: size, height: size, fontSize: size * 0.38 }),
  } as CSSProperties;
  return (
    <span className={classes.cover} data-shape={shape} style={style} aria-hidden="true">
      {room.picture ? (
        <img src={room.picture} alt="" className={classes.picture} />
      ) : (
        <>
          {shape === 'band' && <Arches />}
          {room.cover ? (
            <span
              className={classes.icon}
              style={{ maskImage: `url("data:image/svg+xml;utf8,${encodeURIComponent(room.cover)}")` }}
            />
          ) : (
            <span className={classes.letters}>{initials(room.title)}</span>
          )}
        </>
      )}
    </span>
  );
}

function Arches() {
  return (
    <svg className={classes.arches} viewBox="0 0 300 110" preserveAspectRatio="xMaxYMax slice" aria-hidden="true">
      {[118, 90, 62, 34].map((radius) => (
        <path
          key={radius}
          d={`M${232 - radius} 120V${104 - radius * 0.2}a${radius} ${radius} 0 0 1 ${radius * 2} 0V120Z`}
          fill="#fff"
          opacity="0.075"
        />
      ))}
      <circle cx="232" cy="92" r="7" fill="#fff" opacity="0.3" />
    </svg>
  );
}
