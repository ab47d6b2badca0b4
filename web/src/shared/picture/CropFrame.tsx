import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './CropFrame.module.css';
import { type Crop, moved, type Size, shown, zoomed } from './crop';

export const FRAME = 264;
const STEP = 12;
const ZOOM_STEP = 1.1;

interface CropFrameProps {
  src: string;
  picture: Size;
  crop: Crop;
  /** Faces are shown round, rooms square. */
  round: boolean;
  onChange: (change: (crop: Crop) => Crop) => void;
}

/** The picture behind a window: dragged, pinched, zoomed with the wheel, or moved with keys. */
export function CropFrame({ src, picture, crop, round, onChange }: CropFrameProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  const { width, height } = shown(crop, picture, FRAME);

  const move = (dx: number, dy: number) => onChange((now) => moved(now, dx, dy, picture, FRAME));

  // The page must not scroll under the wheel; React listens too gently for that.
  useEffect(() => {
    const element = box.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const by = event.deltaY < 0 ? ZOOM_STEP : 1 / ZOOM_STEP;
      onChange((now) => zoomed(now, now.zoom * by, picture, FRAME));
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [onChange, picture]);

  const onPointerMove = (event: PointerEvent) => {
    const before = fingers.current.get(event.pointerId);
    if (!before) return;
    const here = { x: event.clientX, y: event.clientY };
    const [other] = [...fingers.current].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    fingers.current.set(event.pointerId, here);
    if (!other) return move(here.x - before.x, here.y - before.y);
    const distance = (point: { x: number; y: number }) => Math.hypot(point.x - other.x, point.y - other.y);
    const by = distance(here) / Math.max(distance(before), 1);
    onChange((now) => zoomed(now, now.zoom * by, picture, FRAME));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const far = event.shiftKey ? 4 : 1;
    const by: Record<string, [number, number]> = {
      ArrowLeft: [STEP, 0],
      ArrowRight: [-STEP, 0],
      ArrowUp: [0, STEP],
      ArrowDown: [0, -STEP],
    };
    const step = by[event.key];
    if (step) move(step[0] * far, step[1] * far);
    else if (event.key === '+' || event.key === '=')
      onChange((now) => zoomed(now, now.zoom * ZOOM_STEP, picture, FRAME));
    else if (event.key === '-') onChange((now) => zoomed(now, now.zoom / ZOOM_STEP, picture, FRAME));
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={box}
      role="group"
      aria-label={t('photo.frame')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys need the focus
      tabIndex={0}
      className={classes.frame}
      style={{ width: FRAME, height: FRAME }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      }}
      onPointerMove={onPointerMove}
      onPointerUp={(event) => fingers.current.delete(event.pointerId)}
      onPointerCancel={(event) => fingers.current.delete(event.pointerId)}
    >
      <img
        src={src}
        alt=""
        draggable={false}
        style={{ width, height, transform: `translate(${crop.x - width / 2}px, ${crop.y - height / 2}px)` }}
      />
      <span className={classes.window} data-round={round || undefined} />
    </div>
  );
}
