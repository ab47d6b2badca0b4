import {
  type HTMLAttributes,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { type Began, useDrag } from '../hooks/useDrag';
import type { Other } from '../hooks/useOthers';
import type { Selection } from '../hooks/useSelection';
import { POINT } from '../lib/deck';
import { isFixed, type NewShape, type Place } from '../lib/edit';
import type { Grip, Point, Resized } from '../lib/geometry';
import { type Drawn, drawnOf } from '../lib/look';
import { type Slide, type Thing, titleOf } from '../lib/model';
import { Handles, OtherFrame, overlay } from './Handles';
import classes from './Slides.module.css';
import { SlideView } from './SlideView';
import type { Scene } from './ThingView';

export interface StageProps {
  place: RefObject<HTMLDivElement | null>;
  scene: Scene;
  slide: Slide;
  selection: Selection;
  others: Other[];
  mayEdit: boolean;
  /** Per cent; nothing fits the slide into its place. */
  zoom: number | null;
  /** What the next drag draws. */
  tool: NewShape | null;
  writing: { words: unknown; thing: string; field: ReactNode } | null;
  onPlace: (places: Map<string, Place>) => void;
  onDraw: (shape: NewShape, drawn: Resized | null, at: Point | null) => void;
  onWrite: (key: string, cell: string | null) => void;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  clipboard: Pick<HTMLAttributes<HTMLElement>, 'onCopy' | 'onCut' | 'onPaste'>;
  onDropPicture: (file: File) => void;
}

const AROUND = 24;

const inWords = (target: EventTarget) => (target as HTMLElement).closest('[role="textbox"]') !== null;

/** The slide that is worked on, with what is selected here and by others. */
export function Stage(props: StageProps) {
  const { place, scene, slide, selection, others, mayEdit, zoom, tool, writing, onWrite, onKeyDown } = props;
  const { t } = useTranslation();
  const paper = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 960, height: 540 });
  const { deck } = scene;
  const layout = deck.layouts.find(({ key }) => key === slide.layout);
  const drawn = (thing: Thing) => drawnOf(thing, layout, deck);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => setRoom({ width: element.clientWidth, height: element.clientHeight });
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [place]);

  const around = room.width < 500 ? 8 : AROUND;
  const fit = Math.min(
    ((room.width - 2 * around) * POINT) / deck.width,
    ((room.height - 2 * around) * POINT) / deck.height,
  );
  // A hundred per cent is the size on paper: 96 pixels an inch.
  const scale = Math.max(zoom === null ? fit : (zoom / 100) * (96 / 72), 0.05);

  const clicked = useRef<{ thing: Thing; cell: string | null } | null>(null);
  const { drafts, drawing, begin, handlers } = useDrag({
    scale,
    origin: () => paper.current?.getBoundingClientRect(),
    onPlace: props.onPlace,
    onDraw: props.onDraw,
    // What was selected before is written in by a second click.
    onClick: () => clicked.current && onWrite(clicked.current.thing.key, clicked.current.cell),
  });

  const onPointerDown = (event: PointerEvent) => {
    const target = event.target as HTMLElement;
    if (event.button !== 0 || inWords(target)) return;
    if (tool && mayEdit) {
      event.preventDefault();
      begin(event, { is: 'draw', shape: tool });
      return;
    }
    const key = target.closest<HTMLElement>('[data-thing]')?.dataset['thing'];
    const thing = slide.things.find((one) => one.key === key);
    if (!thing) {
      if (!target.closest('[data-grip]')) selection.select([]);
      return;
    }
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      selection.toggle(thing.key);
      return;
    }
    const among = selection.things.includes(thing);
    if (!among) selection.select([thing.key]);
    const cell = target.closest<HTMLElement>('[data-cell]')?.dataset['cell'] ?? null;
    clicked.current = mayEdit && among && selection.things.length === 1 ? { thing, cell } : null;
    const moving = (among ? selection.things : [thing]).filter((one) => !isFixed(one));
    if (mayEdit) begin(event, { is: 'move', held: moving.map(held) });
  };
  const held = (thing: Thing) => {
    const { box, rot, flipH, flipV } = drawn(thing);
    return { key: thing.key, box, rot, flipH, flipV };
  };
  const onDoubleClick = (event: React.MouseEvent) => {
    const target = event.target as HTMLElement;
    const key = target.closest<HTMLElement>('[data-thing]')?.dataset['thing'];
    const thing = slide.things.find((one) => one.key === key);
    if (thing && mayEdit && !inWords(target))
      onWrite(thing.key, target.closest<HTMLElement>('[data-cell]')?.dataset['cell'] ?? null);
  };
  const pull = (thing: Thing) => (event: PointerEvent, grip: Grip | 'turn') => {
    event.stopPropagation();
    const began: Began =
      grip === 'turn' ? { is: 'turn', held: held(thing) } : { is: 'resize', held: held(thing), grip };
    begin(event, began);
  };

  const lookOf = (thing: Thing): Drawn => ({ ...drawn(thing), ...drafts.get(thing.key) });
  const label = t('slides.stage', { number: selection.at + 1, title: titleOf(slide) || t('slides.untitled') });
  return (
    <div
      ref={place}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys are heard here
      tabIndex={0}
      aria-label={label}
      className={classes.stage}
      data-tool={tool ?? undefined}
      data-edits={mayEdit || undefined}
      onPointerDown={onPointerDown}
      // What a finger sends after it has gone takes the cursor out of the words it has just gone into.
      onMouseDown={(event) => {
        const on = (event.target as HTMLElement).closest<HTMLElement>('[data-thing]')?.dataset['thing'];
        if (on !== undefined && on === writing?.thing && !inWords(event.target)) event.preventDefault();
      }}
      onDoubleClick={onDoubleClick}
      onKeyDown={onKeyDown}
      onFocus={(event) => event.target === event.currentTarget && props.onFocus()}
      onDragOver={(event) => mayEdit && event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => {
        const file = [...event.dataTransfer.files].find(({ type }) => type.startsWith('image/'));
        if (!file || !mayEdit) return;
        event.preventDefault();
        props.onDropPicture(file);
      }}
      {...props.clipboard}
      {...handlers}
    >
      <div ref={paper} className={classes.paper} style={{ margin: around }}>
        <SlideView scene={scene} slide={slide} scale={scale} named drafts={drafts} writing={writing} />
        <div className={classes.marks}>
          {others.map((other) =>
            slide.things
              .filter(({ key }) => other.slide === slide.key && other.things.includes(key))
              .map((thing) => (
                <OtherFrame key={`${other.client}:${thing.key}`} other={other} drawn={drawn(thing)} scale={scale} />
              )),
          )}
          {selection.things.map((thing) => (
            <Handles
              key={thing.key}
              drawn={lookOf(thing)}
              scale={scale}
              active={mayEdit && selection.things.length === 1 && writing === null && !isFixed(thing)}
              onPull={pull(thing)}
            />
          ))}
          {drawing && <div className={classes.drawing} style={overlay(drawing, 0, scale)} />}
        </div>
      </div>
    </div>
  );
}
