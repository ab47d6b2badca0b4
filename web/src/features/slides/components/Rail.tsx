import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type DragEvent, type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconEyeOff } from '@/shared/ui/icons';
import type { Other } from '../hooks/useOthers';
import { POINT } from '../lib/deck';
import { type Slide, titleOf } from '../lib/model';
import classes from './Slides.module.css';
import { SlideView } from './SlideView';
import type { Scene } from './ThingView';

export type RailDeed = { is: 'go' | 'delete' | 'duplicate' | 'new' | 'stage' } | { is: 'move'; to: number };

interface RailProps {
  scene: Scene;
  slides: Slide[];
  at: number;
  others: Other[];
  mayEdit: boolean;
  /** Along the foot of a phone instead of down the side. */
  across: boolean;
  onDo: (at: number, deed: RailDeed) => void;
}

const WIDTH = 168;
const NARROW = 104;
const GAP = 14;

/** All slides, small. Arrows walk, Delete and Ctrl+D do what they say, Alt and an arrow move a slide. */
export const Rail = memo(function Rail({ scene, slides, at, others, mayEdit, across, onDo }: RailProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [dropAt, setDropAt] = useState<number | null>(null);
  const dragged = useRef(-1);
  const width = across ? NARROW : WIDTH;
  const scale = (width * POINT) / scene.deck.width;
  const height = (scene.deck.height / POINT) * scale;
  const size = (across ? width : height) + GAP;
  const virtual = useVirtualizer({
    count: slides.length,
    getScrollElement: () => place.current,
    estimateSize: () => size,
    horizontal: across,
    overscan: 4,
    paddingStart: GAP / 2,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another size or direction is the occasion
  useEffect(() => virtual.measure(), [size, across]);
  useEffect(() => {
    if (slides.length > 0) virtual.scrollToIndex(at);
  }, [virtual, at, slides.length]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, PageUp: -5, PageDown: 5 }[event.key];
    const held = event.ctrlKey || event.metaKey;
    const bound = (index: number) => Math.min(Math.max(index, 0), slides.length - 1);
    if (step !== undefined) {
      if (event.altKey || held) {
        if (mayEdit) onDo(at, { is: 'move', to: bound(at + Math.sign(step)) });
      } else onDo(bound(at + step), { is: 'go' });
    } else if (event.key === 'Home') onDo(0, { is: 'go' });
    else if (event.key === 'End') onDo(slides.length - 1, { is: 'go' });
    else if (event.key === 'Enter' && !event.altKey) onDo(at, { is: 'stage' });
    else if (!mayEdit) return;
    else if (event.key === 'Delete' || event.key === 'Backspace') onDo(at, { is: 'delete' });
    else if (held && event.key.toLowerCase() === 'd') onDo(at, { is: 'duplicate' });
    else if (held && event.key.toLowerCase() === 'm') onDo(at, { is: 'new' });
    else return;
    event.preventDefault();
  };
  const onDragOver = (event: DragEvent, index: number) => {
    if (dragged.current < 0) return;
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    const behind = across ? event.clientX > box.left + box.width / 2 : event.clientY > box.top + box.height / 2;
    setDropAt(index + (behind ? 1 : 0));
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    const from = dragged.current;
    if (from >= 0 && dropAt !== null) onDo(from, { is: 'move', to: dropAt > from ? dropAt - 1 : dropAt });
    setDropAt(null);
    dragged.current = -1;
  };

  return (
    <div
      ref={place}
      role="listbox"
      tabIndex={0}
      aria-label={t('slides.rail')}
      aria-orientation={across ? 'horizontal' : 'vertical'}
      aria-activedescendant={slides[at] ? `slide-${slides[at].key}` : undefined}
      className={classes.rail}
      data-across={across || undefined}
      onKeyDown={onKeyDown}
      onDrop={onDrop}
    >
      <div
        role="presentation"
        className={classes.track}
        style={across ? { width: virtual.getTotalSize(), height: height + GAP } : { height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const slide = slides[index];
          if (!slide) return null;
          const here = others.filter((other) => other.slide === slide.key);
          const name = titleOf(slide) || t('slides.untitled');
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys
            <div
              key={slide.key}
              id={`slide-${slide.key}`}
              role="option"
              aria-selected={index === at}
              aria-setsize={slides.length}
              aria-posinset={index + 1}
              aria-label={[
                t('slides.stage', { number: index + 1, title: name }),
                slide.hidden && t('slides.hidden'),
                ...here.map(({ face }) => face.name || t('editor.visitor')),
              ]
                .filter(Boolean)
                .join(', ')}
              className={classes.thumb}
              data-hidden={slide.hidden || undefined}
              data-drop={
                dropAt === index ? 'before' : dropAt === index + 1 && index === slides.length - 1 ? 'behind' : undefined
              }
              draggable={mayEdit && !across}
              style={across ? { transform: `translateX(${start}px)` } : { transform: `translateY(${start}px)` }}
              onClick={() => onDo(index, { is: 'go' })}
              onDragStart={(event) => {
                dragged.current = index;
                event.dataTransfer.effectAllowed = 'move';
              }}
              onDragOver={(event) => onDragOver(event, index)}
              onDragEnd={() => {
                dragged.current = -1;
                setDropAt(null);
              }}
            >
              <span className={classes.number} aria-hidden>
                {index + 1}
                {slide.hidden && <IconEyeOff size={13} />}
              </span>
              <div className={classes.small} inert>
                <SlideView scene={scene} slide={slide} scale={scale} />
              </div>
              {here.length > 0 && (
                <span className={classes.dots} aria-hidden>
                  {here.map(({ client, face }) => (
                    <i key={client} style={{ '--cursor': face.color } as CSSProperties} />
                  ))}
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
});
