import type { CSSProperties, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Other } from '../hooks/useOthers';
import { type Box, POINT } from '../lib/deck';
import { type Grip, isLine } from '../lib/geometry';
import type { Drawn } from '../lib/look';
import classes from './Slides.module.css';

const GRIPS: Grip[] = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
];

export function overlay({ x, y, w, h }: Box, rot: number, scale: number): CSSProperties {
  const pixels = (emu: number) => (emu / POINT) * scale;
  return {
    left: pixels(x),
    top: pixels(y),
    width: pixels(w),
    height: pixels(h),
    ...(rot !== 0 && { transform: `rotate(${rot}deg)` }),
  };
}

interface HandlesProps {
  drawn: Drawn;
  scale: number;
  /** There is something to pull. */
  active: boolean;
  onPull: (event: PointerEvent, grip: Grip | 'turn') => void;
}

/** The frame of what is selected, and where it is pulled. The keyboard has keys for the same. */
export function Handles({ drawn, scale, active, onPull }: HandlesProps) {
  const { box, rot, geom, flipH, flipV } = drawn;
  const line = isLine(geom);
  const across = flipH !== flipV;
  // A line is pulled at its ends.
  const grips = line ? GRIPS.filter(([x, y]) => x !== 0 && y !== 0 && (x === y) === !across) : GRIPS;
  return (
    <div className={classes.selected} data-line={line || undefined} style={overlay(box, rot, scale)} aria-hidden>
      {active &&
        grips.map((grip) => (
          <span
            key={grip.join()}
            data-grip={grip.join()}
            className={classes.grip}
            style={{ left: `${(grip[0] + 1) * 50}%`, top: `${(grip[1] + 1) * 50}%`, cursor: cursorOf(grip, rot) }}
            onPointerDown={(event) => onPull(event, grip)}
          />
        ))}
      {active && !line && (
        <span data-grip="turn" className={classes.turner} onPointerDown={(event) => onPull(event, 'turn')} />
      )}
    </div>
  );
}

const CURSORS = ['ns-resize', 'nesw-resize', 'ew-resize', 'nwse-resize'];

function cursorOf([across, down]: Grip, rot: number): string {
  const angle = (Math.atan2(across, -down) * 180) / Math.PI + rot;
  return CURSORS[((Math.round(angle / 45) % 4) + 4) % 4] ?? 'move';
}

/** What somebody else has selected, with his name. */
export function OtherFrame({ other, drawn, scale }: { other: Other; drawn: Drawn; scale: number }) {
  const { t } = useTranslation();
  const style = { ...overlay(drawn.box, drawn.rot, scale), '--cursor': other.face.color } as CSSProperties;
  return (
    <div className={classes.other} style={style} aria-hidden>
      <span>{other.face.name || t('editor.visitor')}</span>
    </div>
  );
}
