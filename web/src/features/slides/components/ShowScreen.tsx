import { useViewportSize } from '@mantine/hooks';
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/shared/ui';
import { IconChevronLeft, IconChevronRight, IconMaximize, IconPresentation, IconX } from '@/shared/ui/icons';
import type { Show } from '../hooks/useShow';
import { POINT } from '../lib/deck';
import { turnOf } from '../lib/keys';
import { type Slide, titleOf } from '../lib/model';
import classes from './Show.module.css';
import { SlideView } from './SlideView';
import { SpeakerWindow } from './SpeakerWindow';
import type { Scene } from './ThingView';

interface ShowScreenProps {
  scene: Scene;
  slides: Slide[];
  show: Show;
  /** Where it was left, in the whole. */
  onEnd: (at: number) => void;
}

/** A finger moves on by so many pixels. */
const SWIPE = 40;

/** Slides as those see them to whom they are shown: all of the screen, and nothing but them. */
export function ShowScreen({ scene, slides, show, onEnd }: ShowScreenProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const pressed = useRef<number | null>(null);
  const { width, height } = useViewportSize();
  const { deck } = scene;
  const here = show.shown[show.at];
  const slide = here === undefined ? undefined : slides[here];
  const scale = Math.min((width * POINT) / deck.width, (height * POINT) / deck.height);
  const end = useEnd(show, onEnd);
  useFullScreen(place, show.speaker === null, end);

  const onKeyDown = useCallback(
    (event: KeyboardEvent | globalThis.KeyboardEvent) => {
      const turn = turnOf(event);
      const onButton =
        (event.target as HTMLElement).closest?.('button, a') && (event.key === ' ' || event.key === 'Enter');
      if (!turn || onButton) return;
      event.preventDefault();
      event.stopPropagation();
      switch (turn) {
        case 'next':
          return show.at >= show.shown.length ? end() : show.go(show.at + 1);
        case 'previous':
          return show.go(show.at - 1);
        case 'first':
          return show.go(0);
        case 'last':
          return show.go(show.shown.length - 1);
        case 'black':
          return show.toggleBlack();
        case 'full':
          return void place.current?.requestFullscreen?.().catch(() => undefined);
        case 'speaker':
          return show.openSpeaker();
        case 'leave':
          return end();
      }
    },
    [show, end],
  );
  const onClick = (event: MouseEvent) => {
    if ((event.target as HTMLElement).closest('button, a')) return;
    if (show.at >= show.shown.length) end();
    else show.go(show.at + 1);
  };

  return createPortal(
    <div
      ref={place}
      role="dialog"
      aria-modal
      aria-label={t('slides.show.title')}
      tabIndex={-1}
      className={classes.screen}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onTouchStart={(event) => {
        pressed.current = event.touches[0]?.clientX ?? null;
      }}
      onTouchEnd={(event) => {
        const by = (event.changedTouches[0]?.clientX ?? 0) - (pressed.current ?? 0);
        if (pressed.current === null || Math.abs(by) < SWIPE) return;
        // A swipe is no click.
        event.preventDefault();
        show.go(show.at + (by < 0 ? 1 : -1));
      }}
    >
      {!show.black && slide && <SlideView scene={scene} slide={slide} scale={scale} />}
      {!show.black && !slide && <p className={classes.ending}>{t('slides.show.ending')}</p>}
      <div role="status" className={classes.said}>
        {slide
          ? t('slides.stage', { number: (here ?? 0) + 1, title: titleOf(slide) || t('slides.untitled') })
          : t('slides.show.ending')}
      </div>
      <div className={classes.controls}>
        <IconButton label={t('slides.previous')} disabled={show.at === 0} onClick={() => show.go(show.at - 1)}>
          <IconChevronLeft size={20} />
        </IconButton>
        <span>
          {Math.min(show.at + 1, show.shown.length)} / {show.shown.length}
        </span>
        <IconButton
          label={t('slides.next')}
          disabled={show.at >= show.shown.length}
          onClick={() => show.go(show.at + 1)}
        >
          <IconChevronRight size={20} />
        </IconButton>
        <IconButton label={t('slides.show.speaker')} className={classes.wide ?? ''} onClick={show.openSpeaker}>
          <IconPresentation size={20} />
        </IconButton>
        <IconButton
          label={t('editor.fullScreen')}
          className={classes.windowed ?? ''}
          onClick={() => void place.current?.requestFullscreen?.().catch(() => undefined)}
        >
          <IconMaximize size={20} />
        </IconButton>
        <IconButton label={t('slides.show.end')} onClick={end}>
          <IconX size={20} />
        </IconButton>
      </div>
      {show.speaker && (
        <SpeakerWindow
          window={show.speaker}
          scene={scene}
          slides={slides}
          show={show}
          onKeyDown={onKeyDown}
          onEnd={end}
        />
      )}
    </div>,
    document.body,
  );
}

function useEnd(show: Show, onEnd: (at: number) => void): () => void {
  const latest = useRef({ show, onEnd });
  latest.current = { show, onEnd };
  return useCallback(() => {
    const { show: now, onEnd: tell } = latest.current;
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    now.end();
    tell(now.shown[Math.min(now.at, now.shown.length - 1)] ?? 0);
  }, []);
}

/** All of the screen from the beginning, where the browser lets it; leaving it ends the show. */
function useFullScreen(place: React.RefObject<HTMLDivElement | null>, wanted: boolean, end: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is wanted counts at the beginning
  useEffect(() => {
    const element = place.current;
    element?.focus();
    if (wanted) void element?.requestFullscreen?.().catch(() => undefined);
    let full = false;
    const changed = () => {
      if (full && !document.fullscreenElement) end();
      full = document.fullscreenElement !== null;
    };
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, [end]);
}
