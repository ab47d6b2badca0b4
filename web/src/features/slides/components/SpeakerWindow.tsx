import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Show } from '../hooks/useShow';
import { POINT } from '../lib/deck';
import { type Slide, titleOf, wordsOf } from '../lib/model';
import classes from './Show.module.css';
import { SlideView } from './SlideView';
import type { Scene } from './ThingView';

interface SpeakerWindowProps {
  window: Window;
  scene: Scene;
  slides: Slide[];
  show: Show;
  onKeyDown: (event: KeyboardEvent) => void;
  onEnd: () => void;
}

/** A second window for who speaks: this slide, the next one, the notes, and how long it has been. */
export function SpeakerWindow({ window: other, scene, slides, show, onKeyDown, onEnd }: SpeakerWindowProps) {
  const { t } = useTranslation();
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const title = t('slides.show.speaker');

  useEffect(() => {
    const { document: page } = other;
    page.title = title;
    page.documentElement.lang = document.documentElement.lang;
    page.head.replaceChildren(
      ...[...document.querySelectorAll('style, link[rel="stylesheet"]')].map((one) => page.importNode(one, true)),
    );
    for (const { name, value } of document.documentElement.attributes) page.documentElement.setAttribute(name, value);
    const root = page.createElement('div');
    page.body.replaceChildren(root);
    setPlace(root);
  }, [other, title]);

  useEffect(() => {
    other.addEventListener('keydown', onKeyDown);
    return () => other.removeEventListener('keydown', onKeyDown);
  }, [other, onKeyDown]);

  useEffect(() => {
    // The show goes with this page, and with its window; a window of another page could not tell.
    const gone = () => other.close();
    const watch = setInterval(() => other.closed && onEnd(), 500);
    window.addEventListener('pagehide', gone);
    return () => {
      clearInterval(watch);
      window.removeEventListener('pagehide', gone);
    };
  }, [other, onEnd]);

  return (
    place && createPortal(<Speaker window={other} scene={scene} slides={slides} show={show} onEnd={onEnd} />, place)
  );
}

/** How much of the window the two slides take. */
const LARGE = 0.6;
const SMALL = 0.32;

function Speaker({ window: other, scene, slides, show, onEnd }: Omit<SpeakerWindowProps, 'onKeyDown'>) {
  const { t } = useTranslation();
  const [room, setRoom] = useState({ width: other.innerWidth, height: other.innerHeight });
  useEffect(() => {
    const measure = () => setRoom({ width: other.innerWidth, height: other.innerHeight });
    other.addEventListener('resize', measure);
    return () => other.removeEventListener('resize', measure);
  }, [other]);
  const shape = scene.deck.width / scene.deck.height;
  const large = Math.min(room.width * LARGE, (room.height - 110) * shape);
  const small = Math.min(room.width * SMALL, room.height * 0.35 * shape);
  const [size, setSize] = useState(1.25);
  const { at, shown } = show;
  const slideAt = (one: number) => slides[shown[one] ?? -1];
  const slide = slideAt(at);
  const next = slideAt(at + 1);
  const notes = slide ? wordsOf(slide.notesParagraphs).trim() : '';
  const view = (one: Slide | undefined, width: number) =>
    one ? (
      <SlideView scene={scene} slide={one} scale={(width * POINT) / scene.deck.width} />
    ) : (
      <p className={classes.ending}>{t('slides.show.ending')}</p>
    );
  return (
    <main className={classes.speaker}>
      <header className={classes.speakerHead}>
        <Clock since={show.since} />
        <h1>
          {slide
            ? t('slides.stage', { number: (shown[at] ?? 0) + 1, title: titleOf(slide) || t('slides.untitled') })
            : t('slides.show.ending')}
        </h1>
        <button type="button" onClick={() => show.go(at - 1)} disabled={at === 0}>
          {t('slides.previous')}
        </button>
        <button type="button" onClick={() => show.go(at + 1)} disabled={at >= shown.length}>
          {t('slides.next')}
        </button>
        <button type="button" aria-pressed={show.black} onClick={show.toggleBlack}>
          {t('slides.show.black')}
        </button>
        <button type="button" onClick={onEnd}>
          {t('slides.show.end')}
        </button>
      </header>
      <section className={classes.current} aria-label={t('slides.show.now')} data-black={show.black || undefined}>
        {view(slide, large)}
      </section>
      <aside className={classes.side}>
        <section aria-label={t('slides.show.next')}>
          <h2>{t('slides.show.next')}</h2>
          {view(next, small)}
        </section>
        <section className={classes.spoken} aria-label={t('slides.notes')}>
          <div className={classes.sizes}>
            <h2>{t('slides.notes')}</h2>
            <button
              type="button"
              aria-label={t('prose.do.smaller')}
              onClick={() => setSize(Math.max(size - 0.25, 0.75))}
            >
              A−
            </button>
            <button type="button" aria-label={t('prose.do.larger')} onClick={() => setSize(Math.min(size + 0.25, 3))}>
              A+
            </button>
          </div>
          <p style={{ fontSize: `${size}rem` }}>{notes || t('slides.noNotes')}</p>
        </section>
      </aside>
    </main>
  );
}

/** How long it has been going on. */
function Clock({ since }: { since: number }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const watch = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(watch);
  }, []);
  const seconds = Math.max(Math.floor((now - since) / 1000), 0);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return (
    <span role="timer" aria-label={t('slides.show.since')} className={classes.clock}>
      {hours > 0 ? `${hours}:${rest}` : rest}
    </span>
  );
}
