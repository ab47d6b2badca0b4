import { memo, useMemo } from 'react';
import { POINT } from '../lib/deck';
import type { Place } from '../lib/edit';
import { drawnOf, drawnOfStatic } from '../lib/look';
import type { Slide } from '../lib/model';
import classes from './Slides.module.css';
import { type Scene, ThingView, type Writing } from './ThingView';

interface SlideViewProps {
  scene: Scene;
  slide: Slide;
  /** Pixels for a point. */
  scale: number;
  /** Things are marked with their keys, to be selected. */
  named?: boolean;
  /** What is being moved, by its key. */
  drafts?: ReadonlyMap<string, Place>;
  writing?: Writing | null;
}

/** A slide, as large as it is wanted: the same on the stage, in the rail and where it is shown. */
export const SlideView = memo(function SlideView({
  scene,
  slide,
  scale,
  named = false,
  drafts,
  writing,
}: SlideViewProps) {
  const { deck } = scene;
  const layout = deck.layouts.find(({ key }) => key === slide.layout);
  const below = useMemo(() => (layout?.shapes ?? []).map((one) => drawnOfStatic(one, deck)), [layout, deck]);
  const [width, height] = [deck.width / POINT, deck.height / POINT];
  const picture = slide.bg ? null : scene.url(layout?.bgMedia ?? null);
  return (
    <div className={classes.slide} style={{ width: width * scale, height: height * scale }}>
      <div
        className={classes.canvas}
        style={{
          width,
          height,
          transform: `scale(${scale})`,
          backgroundColor: slide.bg ?? layout?.bg ?? '#ffffff',
          ...(picture && { backgroundImage: `url("${picture}")` }),
        }}
      >
        {below.map((drawn, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a layout's shapes have no names
          <ThingView key={index} scene={scene} drawn={drawn} />
        ))}
        {slide.things.map((thing) => {
          const draft = drafts?.get(thing.key);
          const drawn = drawnOf(thing, layout, deck);
          return (
            <ThingView
              key={thing.key}
              scene={scene}
              drawn={draft ? { ...drawn, ...draft } : drawn}
              name={named ? thing.key : undefined}
              words={thing.text}
              writing={writing}
            />
          );
        })}
      </div>
    </div>
  );
});
